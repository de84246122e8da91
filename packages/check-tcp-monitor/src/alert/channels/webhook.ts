import type { ChannelConfig } from '../../core/alerting.js'
import type { Channel } from '../../core/channel.js'
import type { ChannelTools } from './channel-tools.js'
import { httpPost } from './http-post.js'
import { messageBody } from './message-body.js'
import { signatureOf } from './signature.js'

type WebhookConfig = Extract<ChannelConfig, { kind: 'webhook' }>

/**
 * Posts messages as JSON to a URL. `Idempotency-Key` is the message's key, the same for every try of it
 * (draft-ietf-httpapi-idempotency-key-header); with a secret, `X-Check-Tcp-Signature` shows who sent it.
 */
export function createWebhook(config: WebhookConfig, { wallMs }: ChannelTools): Channel {
  const { name, kind, url, secret, headers: own = {} } = config
  return {
    name,
    kind,
    send(message, signal) {
      const json = messageBody(message)
      const signed: Record<string, string> =
        secret === undefined ? {} : { 'x-check-tcp-signature': signatureOf(secret, json, wallMs()) }
      const headers = { ...lowerCased(own), 'idempotency-key': message.key, ...signed }
      const secrets = secret === undefined ? [] : [secret]
      return httpPost({ url, headers, json, secrets }, signal, wallMs())
    },
  }
}

/** Names of headers have no case (RFC 9110 section 5.1); so none can stand there twice. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
