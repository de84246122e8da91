import * as v from 'valibot'
import { text, url } from '../../core/config/schema-words.js'
import { messageText } from '../wording/message-text.js'
import { defineChannel } from './define-channel.js'
import { answerWaitMs } from './http/answer-field.js'
import { httpPost } from './http/http-post.js'

const BASE = 'https://api.telegram.org'

/** sendMessage takes texts of 1 to 4,096 characters. */
const LONGEST_TEXT = 4_096

/**
 * Sends messages to a chat by a bot (Telegram Bot API, sendMessage). No `parse_mode` is given, so nothing in a text is
 * markup, and nothing of it needs escaping. Too many requests are answered with 429 and how long to wait in the body
 * (ResponseParameters).
 */
export const telegram = defineChannel({
  schema: v.strictObject({
    kind: v.literal('telegram'),
    token: v.pipe(text, v.description('Token of the bot')),
    chat: v.pipe(
      v.union([text, v.number()], 'a text'),
      v.description('Where the bot posts: the id of a chat, or `@channel`'),
      v.transform(String),
    ),
    url: v.optional(v.pipe(url, v.description("URL to use instead of the service's own"))),
  }),
  secrets: ['token', 'chat', 'url'],
  create({ token, chat, url = BASE }, { wallMs }) {
    return {
      send({ notices }, signal) {
        const json = JSON.stringify({
          chat_id: chat,
          text: messageText(notices, LONGEST_TEXT),
          link_preview_options: { is_disabled: true },
        })
        const post = {
          url: methodUrl(url, token),
          json,
          secrets: [token],
          waitOf: (text: string) => answerWaitMs(text, 'parameters', 'retry_after'),
        }
        return httpPost(post, signal, wallMs())
      },
    }
  },
})

function methodUrl(base: string, token: string): string {
  return `${base.replace(/\/+$/, '')}/bot${token}/sendMessage`
}
