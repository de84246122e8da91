import * as v from 'valibot'
import { parseHost } from '../target/host.js'
import { SERVICES } from '../target/services.js'
import { isThisMachine } from '../target/this-machine.js'
import { TLS_FILE_KEYS } from '../tls/tls-schema.js'
import { completeFromService } from './complete-parameters.js'
import { integer } from './integer.js'
import { scenarioEntries } from './scenario-parameters.js'
import { isSealed, seal } from './sealed-check.js'

/** The limits of the parameters; the schema, the messages and the documentation take them from here. */
export const LIMITS = {
  /** RFC 9293 section 3.1: 16 bits; port 0 is reserved. */
  port: { min: 1, max: 65_535 },
  /** Seconds. Linux itself gives up on a SYN after about 131 s; a day leaves room for any tuned kernel. */
  timeout: { min: 0.001, max: 86_400 },
  attempts: { min: 1, max: 10_000 },
  /** Seconds. */
  retryDelay: { min: 0, max: 86_400 },
} as const

const port = integer(LIMITS.port.min, LIMITS.port.max)

function seconds(min: number, max: number) {
  const allowed = `a number of seconds from ${min} to ${max}`
  return v.pipe(v.number(allowed), v.minValue(min, allowed), v.maxValue(max, allowed))
}

const host = v.pipe(
  v.string('a hostname or an IP address'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const parsed = parseHost(dataset.value)
    if (parsed.kind === 'invalid') {
      addIssue({ message: `a hostname or an IP address (${parsed.problem})`, expected: 'string' })
    }
  }),
)

const parametersSchema = v.pipe(
  v.strictObject({
    host: v.pipe(
      host,
      v.description('Target hostname or IP address'),
      v.examples(['example.com', '192.168.1.100', '::1']),
    ),
    port: v.pipe(port, v.description('Target port number'), v.examples([80, 5432])),
    timeout: v.optional(
      v.pipe(
        seconds(LIMITS.timeout.min, LIMITS.timeout.max),
        v.description('Seconds that one attempt may take, name look-up included'),
      ),
      10,
    ),
    source_port: v.optional(
      v.pipe(port, v.description('Source port to use for the connection; random if left out')),
    ),
    attempts: v.optional(
      v.pipe(
        integer(LIMITS.attempts.min, LIMITS.attempts.max),
        v.description('Number of connection attempts, including the first'),
      ),
      1,
    ),
    retry_delay: v.optional(
      v.pipe(
        seconds(LIMITS.retryDelay.min, LIMITS.retryDelay.max),
        v.description('Seconds between two attempts'),
      ),
      1,
    ),
    family: v.optional(
      v.pipe(
        v.picklist(['any', 4, 6], 'one of any, 4, 6'),
        v.description('IP version: any, 4 or 6'),
      ),
      'any',
    ),
    addresses: v.optional(
      v.pipe(
        v.picklist(['any', 'all'], 'one of any, all'),
        v.description(
          'any: connected as soon as one address of the host answers; all: every address must answer',
        ),
      ),
      'any',
    ),
    service: v.optional(
      v.pipe(
        v.picklist(SERVICES, `one of ${SERVICES.join(', ')}`),
        v.description('A service by name: its port and a suitable timeout, if left out'),
        v.examples(['postgresql']),
      ),
    ),
    banner: v.optional(
      v.pipe(
        v.boolean('true or false'),
        v.description(
          'The service must greet: as is usual for `service`, or else for the port, and in any way where neither says which service it is; it is asked for one that does not greet by itself',
        ),
      ),
      false,
    ),
    ...scenarioEntries,
    close: v.optional(
      v.pipe(
        v.picklist(['fin', 'rst'], 'one of fin, rst'),
        v.description(
          'How a connection is closed: fin politely, rst at once; fin unless a source port is given or ephemeral ports run out',
        ),
      ),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { host, port, source_port, addresses, min_addresses, banner, tls, send, receive } =
      dataset.value
    const refuse = (key: string, value: unknown, message: string) => {
      addIssue({
        message,
        path: [{ type: 'object', origin: 'value', input: dataset.value, key, value }],
      })
    }
    if (min_addresses !== undefined && addresses !== 'all') {
      refuse('min_addresses', min_addresses, 'left out unless `addresses` is all')
    }
    if (banner && (tls || send !== undefined || receive !== undefined)) {
      refuse('banner', banner, 'left out where `tls`, `send` or `receive` says what to expect')
    }
    if (source_port === port && isThisMachine(host)) {
      refuse(
        'source_port',
        source_port,
        'other than `port` where the host is this machine (the connection would reach itself, RFC 9293 section 3.5)',
      )
    }
  }),
)

/** The parameters of `check_tcp_connection`: one schema for library, task files, command and JSON Schema. */
export const checkTcpConnectionSchema = Object.assign(parametersSchema, {
  complete: completeFromService,
  files: { tls: TLS_FILE_KEYS },
  seal: { isSealed, seal },
})
