import * as v from 'valibot'
import type { Notice } from '../../core/alert/notice.js'
import { url } from '../../core/config/schema-words.js'
import type { Verdict } from '../../core/verdict.js'
import { titleAndText } from '../wording/message-text.js'
import { cut } from '../wording/shown.js'
import { defineChannel } from './define-channel.js'
import { answerText, answerWaitMs } from './http/answer-field.js'
import { httpPost } from './http/http-post.js'

/** Characters of an embed ("Embed Limits"); title and description together stay below its 6,000. */
const LIMITS = { title: 256, description: 4_096 } as const

/** With every character escaped it is as long as a description may be. */
const LONGEST_TEXT = LIMITS.description / 2

/** The worst comes first: a message of many has its colour. */
const COLOURS = [
  ['down', 0xed4245],
  ['degraded', 0xfaa61a],
  ['unknown', 0x95a5a6],
] as const satisfies readonly (readonly [Verdict, number])[]

const RESOLVED = 0x57f287

const NEW_ONE = "copy the webhook's URL again from the settings of the Discord channel"
const HINTS = { 401: NEW_ONE, 403: NEW_ONE, 404: NEW_ONE }

/**
 * Posts messages to a webhook of Discord, each as one embed whose colour says how things are ("Execute Webhook"). It
 * waits until the message is kept, so that delivered means there. Nobody is mentioned, and nothing is markup.
 */
export const discord = defineChannel({
  schema: v.strictObject({
    kind: v.literal('discord'),
    url: v.pipe(
      url,
      v.description('URL of the webhook; append `?thread_id=` to post to a thread of its channel'),
    ),
  }),
  secrets: ['url'],
  create({ url }, { wallMs }) {
    const waiting = waitingUrl(url)
    return {
      send({ notices }, signal) {
        const json = JSON.stringify({
          embeds: [embedOf(notices)],
          allowed_mentions: { parse: [] },
        })
        const post = { url: waiting, json, waitOf, wordsOf, hints: HINTS }
        return httpPost(post, signal, wallMs())
      },
    }
  },
})

/** Without `wait` an answer does not say whether the message was kept. */
function waitingUrl(given: string): string {
  const url = new URL(given)
  url.searchParams.set('wait', 'true')
  return url.href
}

function embedOf(notices: readonly Notice[]) {
  const { title, text } = titleAndText(notices, LONGEST_TEXT)
  const at = notices.at(-1)?.at
  return {
    title: cutEscaped(escapeMarkdown(title), LIMITS.title),
    description: escapeMarkdown(text),
    color: colourOf(notices),
    ...(at === undefined ? {} : { timestamp: new Date(at).toISOString() }),
  }
}

function colourOf(notices: readonly Notice[]): number {
  const open = notices.filter(({ kind }) => kind !== 'resolved')
  const verdicts = new Set(open.map(({ incident }) => incident.verdict))
  const worst = COLOURS.find(([verdict]) => verdicts.has(verdict))
  return worst?.[1] ?? RESOLVED
}

/** Emphasis, code, spoilers, links, mentions and emojis all need one of these ("Message Formatting"). */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`|<[\]]/g, '\\$&')
}

/** Leaves no backslash at the end that would escape what comes behind it. */
function cutEscaped(text: string, most: number): string {
  return cut(text, most).replace(/(?<!\\)((?:\\\\)*)\\…$/, '$1…')
}

/** `{"message":"You are being rate limited.","retry_after":64.57,"global":false}` */
function waitOf(text: string): number | undefined {
  return answerWaitMs(text, 'retry_after')
}

/** `{"message":"Unknown Webhook","code":10015}` */
function wordsOf(text: string): string | undefined {
  return answerText(text, 'message')
}
