import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { EXPECTATIONS } from '../../src/core/parameters/check-tcp-connection-parameters.js'
import { InvalidParametersError } from '../../src/core/parameters/invalid-parameters.js'
import { checkTcpConnectionSchema } from '../../src/core/parameters/parameters.js'
import { validate } from '../../src/core/parameters/validate.js'
import { SERVICES } from '../../src/core/target/services.js'
import { STARTTLS_PROTOCOLS } from '../../src/core/tls/tls-parameters.js'
import { assertSamePrototypes, prototypes } from './prototypes.js'

const KEYS = Object.keys(checkTcpConnectionSchema.entries)

const validHost = fc.constantFrom(
  'example.com',
  '192.0.2.7',
  '::1',
  '[2001:db8::1]',
  'fe80::1%eth0',
  'bücher.example',
  'a_b.internal.',
)
/** A number of seconds that is more than none. */
const seconds = fc.double({ min: 0.001, max: 3_600, noNaN: true })

/** Either the service's own greeting, or what is said to be sent and to come. */
const conversation = fc.oneof(
  fc.record({ banner: fc.boolean() }, { requiredKeys: [] }),
  fc.record(
    {
      tls: fc.oneof(
        fc.boolean(),
        fc.record(
          {
            verify: fc.boolean(),
            server_name: validHost,
            starttls: fc.constantFrom(...STARTTLS_PROTOCOLS),
            expires_in: fc.constantFrom('14d', '1.5h'),
            ca: fc.constant('authority.pem'),
          },
          { requiredKeys: [], noNullPrototype: true },
        ),
      ),
      send: fc.string({ minLength: 1 }),
      receive: fc.constantFrom('+PONG', '/^220 .*SMTP/i', '/a|b/s', 'a/b'),
    },
    { requiredKeys: [] },
  ),
)

const addresses = fc.oneof(
  fc.record({ addresses: fc.constantFrom('any', 'all') }, { requiredKeys: [] }),
  fc.record({ addresses: fc.constant('all'), min_addresses: fc.integer({ min: 1, max: 100 }) }),
)

const otherParameters = fc.record(
  {
    host: validHost,
    port: fc.integer({ min: 1, max: 65_535 }),
    timeout: fc.double({ min: 0.001, max: 86_400, noNaN: true }),
    source_port: fc.integer({ min: 1, max: 65_535 }),
    attempts: fc.integer({ min: 1, max: 10_000 }),
    retry_delay: fc.double({ min: 0, max: 86_400, noNaN: true }),
    family: fc.constantFrom('any', 4, 6),
    service: fc.constantFrom(...SERVICES),
    expect: fc.constantFrom(...EXPECTATIONS),
    resolves_to: fc.subarray(['192.0.2.0/24', '2001:db8::1', '::/0'], { minLength: 1 }),
    expected_response_time: seconds,
    hold: seconds,
    close: fc.constantFrom('fin', 'rst'),
  },
  { requiredKeys: ['host', 'port'] },
)

const validParameters = fc
  .tuple(otherParameters, addresses, conversation)
  .map(([other, ...more]) => Object.assign({}, other, ...more))

const hugeText = fc
  .tuple(
    fc.constantFrom('a', '.', ' ', '1', '1.', '0x', 'ü', '127.', '\u0000', '[', ':', '1 ', 'xn--'),
    fc.integer({ min: 1_000, max: 20_000 }),
    fc.constantFrom('', 'x', '1', ']', ':80'),
  )
  .map(([part, times, end]) => part.repeat(times) + end)

/** Makes an object that fast-check itself could not hold, since it asks each of its values about itself. */
type Maker = () => unknown

const hostileValue: fc.Arbitrary<Maker> = fc.oneof(
  fc.constantFrom<Maker>(
    revokedProxy,
    throwing,
    () => Symbol('s'),
    () => () => 1,
    () => new Date(Number.NaN),
    () => new Map(),
    () => new Proxy({}, {}),
    () => Object.create(null),
  ),
  fc
    .oneof(
      fc.constantFrom(
        Number.NaN,
        Number.POSITIVE_INFINITY,
        -0,
        1e308,
        5e-324,
        2 ** 53,
        10n ** 2_000n,
        80n,
        null,
        undefined,
        '',
        '80',
        '5s',
        '127.1',
        '0x7f000001',
        'host:80',
        'http://a',
        '::ffff:0.0.0.0',
        '\ud800',
        '１２７．１',
      ),
      hugeText,
      fc.string({ unit: 'binary' }),
      fc.ipV4(),
      fc.ipV6(),
      fc.domain(),
      fc.webAuthority(),
      fc.anything(),
    )
    .map((value) => () => value),
)

const hostileKey = fc.oneof(
  fc.constantFrom<PropertyKey>(
    ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', ''],
    ...['prot', 'Host', 'host ', 'source-port', 'port.x', 'timeout\u001b[2J', Symbol('key')],
  ),
  fc.string({ unit: 'binary' }),
)

/** Valid parameters in which some values, or keys, are replaced by hostile ones. */
const nearlyValid = fc
  .tuple(
    validParameters,
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), hostileKey), hostileValue), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.subarray(KEYS, { maxLength: 2 }),
  )
  .map(([parameters, replaced, removed]) => (): object => {
    const object: object = { ...parameters }
    for (const key of removed) Reflect.deleteProperty(object, key)
    for (const [key, make] of replaced) define(object, key, make())
    return object
  })

const TRAPS = ['get', 'ownKeys', 'getOwnPropertyDescriptor', 'has', 'getPrototypeOf'] as const

const hostileObject: fc.Arbitrary<Maker> = fc.oneof(
  hostileValue,
  nearlyValid.map((make) => () => new Proxy(make(), {})),
  nearlyValid.map((make) => () => Object.create(make())),
  nearlyValid.map((make) => () => Object.assign([], make())),
  nearlyValid.map((make) => () => Object.setPrototypeOf(make(), null)),
  fc.constantFrom(...TRAPS).map((trap) => () => {
    const refuse = () => {
      throw new Error('a trap')
    }
    return new Proxy({ host: 'a', port: 1 }, { [trap]: refuse })
  }),
)

function define(object: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** An object that throws when anybody asks it for text or a number. */
function throwing(): object {
  const refuse = () => {
    throw new Error('not to be converted')
  }
  return { toString: refuse, valueOf: refuse, [Symbol.toPrimitive]: refuse, toJSON: refuse }
}

/** The parameters that samples have, so that a new one cannot be forgotten here. */
export function keysOfSamples(seed: number): ReadonlySet<string> {
  return new Set(fc.sample(validParameters, { numRuns: 500, seed }).flatMap(Object.keys))
}

/** Valid parameters are let through, each value as it was given. */
export const validParametersPass = fc.property(validParameters, (parameters) => {
  // One rule spans two keys: this machine's own port as source port.
  if (parameters.host === '::1' && parameters.source_port === parameters.port) return
  const checked: Record<string, unknown> = validate(checkTcpConnectionSchema, parameters)
  for (const [key, value] of Object.entries(parameters)) {
    if (!isDeepStrictEqual(checked[key], value)) throw new Error(`${key} was changed`)
  }
})

/** Whatever comes in is let through or refused with problems that name their key; nothing else is thrown. */
export const anyParametersAreJudged = fc.property(fc.oneof(nearlyValid, hostileObject), (input) => {
  const before = prototypes()
  try {
    const checked = validate(checkTcpConnectionSchema, input)
    if (Object.keys(checked).some((key) => !KEYS.includes(key))) throw new Error('a key came in')
  } catch (error) {
    if (!(error instanceof InvalidParametersError)) throw error
    if (error.problems.length === 0) throw new Error('refused without a problem')
    for (const problem of error.problems) assertNamesItsKey(problem)
  }
  assertSamePrototypes(before)
})

/** The longest message: key and value are cut to 60 characters, each of which an escape makes up to six. */
const LONGEST_MESSAGE = 1_200

function assertNamesItsKey({ key, message }: { key: string; message: string }): void {
  const named = KEYS.includes(key)
    ? message.startsWith(`\`${key}\``)
    : key === ''
      ? /^(parameters|"" is not a known key)/.test(message)
      : / is not a known key/.test(message)
  if (!named) throw new Error(`the problem of ${JSON.stringify(key)} does not name it: ${message}`)
  if (message.length > LONGEST_MESSAGE) throw new Error(`a message of ${message.length} characters`)
  if (/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/.test(message)) throw new Error('a raw control')
}
