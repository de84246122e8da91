import * as v from 'valibot'
import { FAILURE_NAMES, FAULTS } from '../failure/failure.js'
import { FOUND, LAYERS } from './result.js'
import { count, family, flag, moment, port, seconds, text, texts } from './schema-words.js'

// What `result.ts` declares, for generators and tests: no check loads this. `result-schema.test.ts` holds the two together.

const failure = v.pipe(v.picklist(FAILURE_NAMES), v.description('Why there was no connection'))
const fault = v.pipe(v.picklist(FAULTS), v.description('Whose fault it is'))

const reason = {
  failure: v.exactOptional(failure),
  fault: v.exactOptional(fault),
  code: v.exactOptional(v.pipe(text, v.description("The system's code, such as ECONNREFUSED"))),
  cause: v.exactOptional(v.pipe(text, v.description('The underlying cause, if more is known'))),
}

const nameServers = {
  name_servers: v.exactOptional(
    v.pipe(texts, v.description('The name servers concerned by the failure')),
  ),
}

const source = {
  source_address: v.exactOptional(text),
  source_port: v.exactOptional(port),
  syn_retransmits: v.exactOptional(
    v.pipe(count, v.description('SYNs retransmitted: packet loss, not latency')),
  ),
}

export const addressSchema = v.strictObject({
  address: text,
  family,
  ...source,
  connected: flag,
  connect_time: seconds,
  self_connects: v.exactOptional(
    v.pipe(count, v.description('Connections to itself that were detected')),
  ),
  ...reason,
})

export const attemptSchema = v.strictObject({
  attempt: v.pipe(v.number(), v.integer(), v.minValue(1)),
  connected: flag,
  dns_time: seconds,
  total_time: seconds,
  ...reason,
  ...nameServers,
  addresses: v.array(addressSchema),
})

export const tlsSchema = v.strictObject({
  version: text,
  cipher: v.exactOptional(
    v.pipe(text, v.description('The cipher suite by its name in the standards')),
  ),
  trusted: v.pipe(flag, v.description('Whether the certificate is trusted for the name')),
  distrust: v.exactOptional(
    v.pipe(text, v.description("Why it is not trusted, as OpenSSL's code")),
  ),
  subject: v.exactOptional(text),
  issuer: v.exactOptional(text),
  names: v.exactOptional(
    v.pipe(texts, v.description('The DNS names and addresses that the certificate is for')),
  ),
  valid_from: v.exactOptional(moment),
  valid_to: v.exactOptional(moment),
  days_left: v.exactOptional(
    v.pipe(v.number(), v.integer(), v.description('Whole days until valid_to')),
  ),
  earliest_expiry: v.exactOptional(
    v.pipe(moment, v.description('When the first certificate of the chain expires')),
  ),
  earliest_expiry_subject: v.exactOptional(
    v.pipe(text, v.description("Whose certificate that is, where it is not the server's own")),
  ),
  expires_in: v.exactOptional(
    v.pipe(seconds, v.description('How long before that counts as soon, if asked')),
  ),
  serial_number: v.exactOptional(text),
  fingerprint_sha256: v.exactOptional(text),
})

const details = {
  ...reason,
  ...nameServers,
  advice: v.exactOptional(v.pipe(texts, v.description('What to do next'))),
  address: v.exactOptional(text),
  family: v.exactOptional(family),
  ...source,
  engine: v.picklist(['node', 'native']),
  name: v.exactOptional(
    v.pipe(text, v.description('The name that was looked up, if spelled differently from host')),
  ),
  dns_time: seconds,
  connect_time: seconds,
  total_time: seconds,
  waited: v.exactOptional(
    v.pipe(
      seconds,
      v.description(
        'What the check waited for its turns, where limits are set; part of no other time',
      ),
    ),
  ),
  proven: v.exactOptional(
    v.pipe(
      v.array(v.picklist(LAYERS)),
      v.description('Which layers were proven, if more than a connection was asked for'),
    ),
  ),
  tls: v.exactOptional(tlsSchema),
  received: v.exactOptional(v.pipe(text, v.description('The beginning of what the service said'))),
  banner: v.exactOptional(
    v.pipe(text, v.description("What the service's greeting was recognised as")),
  ),
  answer_time: v.exactOptional(
    v.pipe(seconds, v.description('Seconds from the connection to the answer')),
  ),
  found: v.exactOptional(
    v.pipe(
      v.picklist(FOUND),
      v.description('What was found, if something other than an open port was expected'),
    ),
  ),
  expiring: v.exactOptional(
    v.pipe(
      v.literal(true),
      v.description('A certificate of the chain expires sooner than expires_in of tls'),
    ),
  ),
  expected_response_time: v.exactOptional(
    v.pipe(seconds, v.description('What the check was told to expect')),
  ),
  slow: v.exactOptional(
    v.pipe(v.literal(true), v.description('It took longer than expected_response_time')),
  ),
  attempts: v.array(attemptSchema),
}

const attempts = v.pipe(count, v.description('Attempts made'))
const timestamp = v.pipe(moment, v.description('When the check was decided, UTC'))

export const successSchema = v.strictObject({
  status: v.literal('success'),
  host: text,
  port,
  connected: v.pipe(flag, v.description('False if something other than an open port was expected')),
  response_time: v.pipe(seconds, v.description('Seconds of the handshake alone')),
  attempts,
  timestamp,
  details: v.strictObject(details),
})

export const errorSchema = v.strictObject({
  status: v.literal('error'),
  host: text,
  port,
  connected: v.pipe(flag, v.description('True where a connection was not all that was expected')),
  error: text,
  attempts,
  response_time: v.pipe(
    seconds,
    v.description("Seconds from the first attempt's start to the verdict"),
  ),
  timestamp,
  details: v.strictObject({
    ...details,
    failure,
    fault,
    advice: v.pipe(texts, v.description('What to do next')),
  }),
})

/** What a check answers. */
export const resultSchema = v.variant('status', [successSchema, errorSchema])
