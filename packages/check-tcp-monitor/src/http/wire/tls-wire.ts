import type { TlsResult } from 'check-tcp'
import * as v from 'valibot'
import { moment, seconds } from './words.js'

/** What a TLS handshake told, by the names that it has in the result of a check. */
export const tlsSchema = v.strictObject({
  version: v.string(),
  cipher: v.optional(v.string()),
  trusted: v.pipe(v.boolean(), v.description('Whether the certificate is trusted for the name')),
  distrust: v.optional(v.pipe(v.string(), v.description("Why not, as OpenSSL's code"))),
  subject: v.optional(v.string()),
  issuer: v.optional(v.string()),
  names: v.optional(
    v.pipe(v.array(v.string()), v.description('The names and addresses that it is for')),
  ),
  valid_from: v.optional(moment),
  valid_to: v.optional(moment),
  days_left: v.optional(v.pipe(v.number(), v.integer(), v.description('Until valid_to'))),
  earliest_expiry: v.optional(
    v.pipe(moment, v.description('When the first certificate of the chain expires')),
  ),
  earliest_expiry_subject: v.optional(
    v.pipe(v.string(), v.description("Whose that is, where it is not the server's own")),
  ),
  expires_in: v.optional(
    v.pipe(seconds, v.description('How long before that counts as soon, where the check says so')),
  ),
  serial_number: v.optional(v.string()),
  fingerprint_sha256: v.optional(v.string()),
})

export function tlsWire({ names, ...rest }: TlsResult): v.InferInput<typeof tlsSchema> {
  return { ...rest, ...(names ? { names: [...names] } : {}) }
}
