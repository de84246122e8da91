import type { ChannelConfig } from '../../core/alerting.js'
import type { Channel } from '../../core/channel.js'
import { messageText } from '../wording/message-text.js'
import type { ChannelTools } from './channel-tools.js'
import { httpPost } from './http-post.js'
import { boundedMs } from './retry-after.js'

type TelegramConfig = Extract<ChannelConfig, { kind: 'telegram' }>

const BASE = 'https://api.telegram.org'

/** sendMessage takes texts of 1 to 4,096 characters. */
const LONGEST_TEXT = 4_096

/**
 * Sends messages to a chat by a bot (Telegram Bot API, sendMessage). No `parse_mode` is given, so nothing in a text is
 * markup, and nothing of it needs escaping. Too many requests are answered with 429 and how long to wait in the body
 * (ResponseParameters).
 */
export function createTelegram(config: TelegramConfig, { wallMs }: ChannelTools): Channel {
  const { name, kind, token, chat, url = BASE } = config
  return {
    name,
    kind,
    send({ notices }, signal) {
      const text = messageText(notices, LONGEST_TEXT)
      const json = JSON.stringify({
        chat_id: chat,
        text,
        link_preview_options: { is_disabled: true },
      })
      const post = { url: methodUrl(url, token), json, secrets: [token], waitOf: retryAfterInBody }
      return httpPost(post, signal, wallMs())
    },
  }
}

function methodUrl(base: string, token: string): string {
  return `${base.replace(/\/+$/, '')}/bot${token}/sendMessage`
}

/** `{"ok":false,"error_code":429,"parameters":{"retry_after":5}}`, seconds. */
function retryAfterInBody(text: string): number | undefined {
  const seconds: unknown = parse(text)?.parameters?.retry_after
  return typeof seconds === 'number' && seconds >= 0 ? boundedMs(seconds * 1_000) : undefined
}

function parse(text: string): { parameters?: { retry_after?: unknown } } | null | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
