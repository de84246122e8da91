import * as v from 'valibot'
import { parseHost } from '../target/host.js'
import { expiryMs } from './expiry-duration.js'
import { STARTTLS_PROTOCOLS } from './tls-parameters.js'

/** The keys of `tls` that name files. */
export const TLS_FILE_KEYS = ['certificate', 'key', 'ca'] as const

const fileText = 'the path of a PEM file'
const nameText = 'a hostname or an IP address'
const durationText = 'a duration such as 14d or 36h, from 1s to 3650d'

const file = v.pipe(v.string(fileText), v.nonEmpty(fileText))

const tlsMapping = v.pipe(
  v.strictObject(
    {
      verify: v.optional(
        v.pipe(
          v.boolean('true or false'),
          v.description(
            'The certificate must be trusted: a chain to a known authority, the right name, within its validity period. true if `ca` is given, else false',
          ),
        ),
      ),
      server_name: v.optional(
        v.pipe(
          v.string(nameText),
          v.check((text) => parseHost(text).kind !== 'invalid', nameText),
          v.description(
            'The name to ask for (SNI) and to look for in the certificate; the host if left out',
          ),
          v.examples(['www.example.com']),
        ),
      ),
      starttls: v.optional(
        v.pipe(
          v.picklist(STARTTLS_PROTOCOLS, `one of ${STARTTLS_PROTOCOLS.join(', ')}`),
          v.description('The protocol in which to ask for TLS first, such as smtp on port 25'),
          v.examples(['smtp']),
        ),
      ),
      expires_in: v.optional(
        v.pipe(
          v.string(durationText),
          v.check((text) => expiryMs(text) !== undefined, durationText),
          v.description(
            'A certificate that expires sooner is marked `expiring` (a warning, in the monitor degraded); an expired one fails the check. A number with s, m, h, d or w',
          ),
          v.examples(['14d']),
        ),
      ),
      certificate: v.optional(
        v.pipe(file, v.description('PEM file with the client certificate and its chain')),
      ),
      key: v.optional(
        v.pipe(file, v.description('PEM file with the key of the client certificate, unencrypted')),
      ),
      ca: v.optional(
        v.pipe(
          file,
          v.description('PEM file with the authorities to trust instead of those of the system'),
        ),
      ),
    },
    'true, false or a mapping',
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const input = dataset.value
    const refuse = (key: 'certificate' | 'key', message: string) => {
      const path = { type: 'object' as const, origin: 'value' as const, input, key }
      addIssue({ message, path: [{ ...path, value: input[key] }] })
    }
    const { certificate, key } = input
    if (certificate !== undefined && key === undefined)
      refuse('certificate', 'given together with `key`')
    if (key !== undefined && certificate === undefined)
      refuse('key', 'given together with `certificate`')
  }),
)

/** `tls`: whether TLS must be spoken, or how. */
export const tlsParameter = v.union(
  [v.boolean('true, false or a mapping'), tlsMapping],
  'true, false or a mapping',
)
