import * as v from 'valibot'
import { parseNetwork } from '../target/network.js'
import { tlsParameter } from '../tls/tls-schema.js'
import { EXPECTATIONS } from './check-tcp-connection-parameters.js'
import { integer } from './integer.js'
import { readPattern } from './pattern.js'

/** The limits of what a check may be asked to prove. */
const SCENARIO_LIMITS = {
  minAddresses: { min: 1, max: 1_000 },
  /** Characters. */
  text: { max: 65_536 },
  /** Seconds. */
  hold: { min: 0.001, max: 3_600 },
  resolvesTo: { max: 1_000 },
} as const

const { minAddresses, text, hold, resolvesTo } = SCENARIO_LIMITS

const holdText = `a number of seconds from ${hold.min} to ${hold.max}`
const resolvesToText = `a list of 1 to ${resolvesTo.max} addresses or networks`
const sendText = `a text of 1 to ${text.max} characters`

const network = v.pipe(
  v.string('an address or a network'),
  v.check(
    (value) => parseNetwork(value) !== undefined,
    'an address or a network such as 192.0.2.0/24',
  ),
)

const pattern = v.pipe(
  v.string('a text or a /regular expression/'),
  v.nonEmpty('a text or a /regular expression/'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const read = readPattern(dataset.value)
    if (!('problem' in read)) return
    addIssue({ message: `a text or a /regular expression/ (${read.problem})` })
  }),
)

/** What a check is to prove beyond a connection; all optional. */
export const scenarioEntries = {
  expect: v.optional(
    v.pipe(
      v.picklist(EXPECTATIONS, `one of ${EXPECTATIONS.join(', ')}`),
      v.description(
        'What is expected: open; refused (by the target or a firewall); filtered (no answer, or unreachable); closed: refused or filtered. The check succeeds if that is the case',
      ),
      v.examples(['filtered']),
    ),
    'open',
  ),
  min_addresses: v.optional(
    v.pipe(
      integer(minAddresses.min, minAddresses.max),
      v.description('With addresses: all, how many addresses must answer; all of them if left out'),
      v.examples([2]),
    ),
  ),
  resolves_to: v.optional(
    v.pipe(
      v.array(network, resolvesToText),
      v.minLength(1, resolvesToText),
      v.maxLength(resolvesTo.max, resolvesToText),
      v.description('Addresses or networks; every address of the host must be in one of them'),
      v.examples([['192.0.2.0/24', '2001:db8::1']]),
    ),
  ),
  expected_response_time: v.optional(
    v.pipe(
      v.number('a number of seconds above 0'),
      v.gtValue(0, 'a number of seconds above 0'),
      v.description('Seconds; a slower connection is marked slow'),
      v.examples([0.05]),
    ),
  ),
  tls: v.optional(
    v.pipe(
      tlsParameter,
      v.description(
        'A TLS handshake must succeed; the result describes the certificate. A mapping asks for more: requirements on the certificate, STARTTLS, a client certificate',
      ),
      v.examples([true, { starttls: 'smtp', verify: true, expires_in: '14d' }]),
    ),
    false,
  ),
  send: v.optional(
    v.pipe(
      v.string(sendText),
      v.nonEmpty(sendText),
      v.maxLength(text.max, sendText),
      v.description('Text to send once connected'),
      v.examples(['PING\r\n']),
    ),
  ),
  receive: v.optional(
    v.pipe(
      pattern,
      v.description(
        'Text that must come back within the timeout, or a regular expression between slashes (RE2 syntax, flags i, m, s; l for line by line)',
      ),
      v.examples(['+PONG', '/^220 .*SMTP/i']),
    ),
  ),
  hold: v.optional(
    v.pipe(
      v.number(holdText),
      v.minValue(hold.min, holdText),
      v.maxValue(hold.max, holdText),
      v.description('Seconds that the connection must stay open afterwards, beyond the timeout'),
      v.examples([0.2]),
    ),
  ),
}
