import * as v from 'valibot'
import { text, textsByName, url } from '../../core/config/schema-words.js'
import { defineChannel } from './define-channel.js'
import { httpPost } from './http/http-post.js'
import { signatureOf } from './http/signature.js'
import { messageBody } from './text/message-body.js'

/**
 * Posts messages as JSON to a URL. `Idempotency-Key` is the message's key, the same for every try of it
 * (draft-ietf-httpapi-idempotency-key-header); with a secret, `X-Check-Tcp-Signature` shows who sent it.
 */
export const webhook = defineChannel({
  schema: v.strictObject({
    kind: v.literal('webhook'),
    url: v.pipe(
      url,
      v.description(
        'Where messages are posted; a user and a password in it are sent as basic authentication',
      ),
    ),
    secret: v.optional(v.pipe(text, v.description('Signs messages'))),
    headers: v.optional(v.pipe(textsByName, v.description('Extra headers to send'))),
  }),
  secrets: ['url', 'secret', 'headers'],
  create({ url, secret, headers: own = {} }, { wallMs }) {
    return {
      send(message, signal) {
        const json = messageBody(message)
        const signed: Record<string, string> =
          secret === undefined
            ? {}
            : { 'x-check-tcp-signature': signatureOf(secret, json, wallMs()) }
        const headers = { ...lowerCased(own), 'idempotency-key': message.key, ...signed }
        const secrets = secret === undefined ? [] : [secret]
        return httpPost({ url, headers, json, secrets }, signal, wallMs())
      },
    }
  },
})

/** Names of headers have no case (RFC 9110 section 5.1); so none can stand there twice. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
