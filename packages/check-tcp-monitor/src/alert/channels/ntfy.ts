import * as v from 'valibot'
import type { Notice } from '../../core/alert/notice.js'
import { text, url } from '../../core/config/schema-words.js'
import type { Severity } from '../../core/verdict.js'
import { titleAndText } from '../wording/message-text.js'
import { cutBytes } from '../wording/shown.js'
import { defineChannel } from './define-channel.js'
import { answerText } from './http/answer-field.js'
import { httpPost } from './http/http-post.js'

/** ntfy makes a file of a message of more than 4,096 bytes, and takes 8,192 of JSON: so many with every byte escaped. */
const LONGEST_MESSAGE = 3_500

/** How loud a phone is, 1 to 5 ("Message priority"), and the emoji before the title ("Tags & emojis"). */
const URGENCY: Readonly<Record<Severity | 'resolved', Urgency>> = {
  critical: { priority: 5, tag: 'rotating_light' },
  warning: { priority: 4, tag: 'warning' },
  info: { priority: 2, tag: 'information_source' },
  resolved: { priority: 3, tag: 'white_check_mark' },
}

interface Urgency {
  readonly priority: number
  readonly tag: string
}

const TOPIC = 'a topic of ntfy: 1 to 64 letters, digits, - and _'

/** JSON that is posted to a topic's own URL would be shown as it is; ntfy is never below a path ("base-url"). */
const serverUrl = v.pipe(
  url,
  v.regex(/^[^/]*\/\/[^/?#]+\/?$/, 'the URL of a server of ntfy, without a topic'),
)

const HINTS = {
  401: 'check `token`, or `user` and `password`',
  403: 'check who may write to `topic`, and `token`, or `user` and `password`',
}

/**
 * Publishes messages to a topic of ntfy, as JSON ("Publish as JSON"). Without `markdown` nothing in a text is markup. A
 * message of many has the urgency of its most severe notice; what has ended counts only where all have.
 */
export const ntfy = defineChannel({
  schema: v.pipe(
    v.strictObject({
      kind: v.literal('ntfy'),
      topic: v.pipe(
        v.string(TOPIC),
        v.regex(/^[-_A-Za-z0-9]{1,64}$/, TOPIC),
        v.description('Where messages go; on a public server, anyone who knows it can read them'),
      ),
      url: v.optional(v.pipe(serverUrl, v.description('The server')), 'https://ntfy.sh'),
      token: v.optional(v.pipe(text, v.description('An access token of the server'))),
      user: v.optional(
        v.pipe(text, v.description('User name, with `password`, instead of a token')),
      ),
      password: v.optional(v.pipe(text, v.description('Of `user`'))),
      click: v.optional(v.pipe(url, v.description('URL opened by a tap on the notification'))),
    }),
    v.check(
      ({ token, user, password }) =>
        token === undefined || (user === undefined && password === undefined),
      'a mapping with `token`, or with `user` and `password`, not both',
    ),
  ),
  secrets: ['topic', 'url', 'token', 'user', 'password', 'click'],
  create({ topic, url, token, user, password, click }, { wallMs }) {
    const headers = authorization(token, user, password)
    const secrets = [topic, token, user, password, click].flatMap((secret) => secret ?? [])
    return {
      send({ notices }, signal) {
        const { title, text } = titleAndText(notices, LONGEST_MESSAGE)
        const { priority, tag } = urgencyOf(notices)
        const message = cutBytes(text, LONGEST_MESSAGE)
        const json = JSON.stringify({ topic, title, message, priority, tags: [tag], click })
        const post = { url, headers, json, secrets, wordsOf, hints: HINTS }
        return httpPost(post, signal, wallMs())
      },
    }
  },
})

/** "Authentication": a token as a bearer token, a user with the basic scheme. */
function authorization(
  token: string | undefined,
  user: string | undefined,
  password: string | undefined,
): Readonly<Record<string, string>> {
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  if (user === undefined && password === undefined) return {}
  const credentials = Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')
  return { authorization: `Basic ${credentials}` }
}

function urgencyOf(notices: readonly Notice[]): Urgency {
  const open = notices.filter(({ kind }) => kind !== 'resolved')
  const urgencies = open.map(({ incident }) => URGENCY[incident.severity])
  return urgencies.sort((a, b) => b.priority - a.priority)[0] ?? URGENCY.resolved
}

/** `{"code":40301,"http":403,"error":"forbidden","link":"…"}` */
function wordsOf(text: string): string | undefined {
  return answerText(text, 'error')
}
