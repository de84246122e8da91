import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { InvalidParametersError } from './invalid-parameters.js'
import { checkTcpConnectionSchema } from './parameters.js'
import { problemsOf, validate } from './validate.js'

const ALLOWED =
  '(allowed: host, port, timeout, source_port, attempts, retry_delay, family, addresses, service, banner, expect, min_addresses, resolves_to, expected_response_time, tls, send, receive, hold, close)'

function messages(input: unknown): readonly string[] {
  const checked = problemsOf(checkTcpConnectionSchema, input)
  return Array.isArray(checked) ? checked.map(({ message }) => message) : []
}

describe('validate', () => {
  it('throws one error with all problems, each with key and value', () => {
    expect(() => validate(checkTcpConnectionSchema, { port: 'x', hots: 'a', prot: 1 })).toThrow(
      new InvalidParametersError([
        { key: 'host', value: undefined, message: '`host` is required' },
        {
          key: 'port',
          value: 'x',
          message: '`port` must be an integer from 1 to 65535, got "x" (string)',
        },
        {
          key: 'hots',
          value: 'a',
          message: `"hots" is not a known key; did you mean \`host\`? ${ALLOWED}`,
        },
        {
          key: 'prot',
          value: undefined,
          message: `"prot" is not a known key; did you mean \`port\`? ${ALLOWED}`,
        },
      ]),
    )
  })

  it('tells of one problem a key', () => {
    expect(messages({ host: 'a', port: -0.5 })).toHaveLength(1)
  })

  it.each([
    [undefined, 'parameters must be a mapping, got nothing'],
    [null, 'parameters must be a mapping, got null'],
    ['host', 'parameters must be a mapping, got "host" (string)'],
    [[], 'parameters must be a mapping, got a list'],
    [() => 1, 'parameters must be a mapping, got a function'],
  ])('refuses %j, which is no mapping', (input, message) => {
    expect(messages(input)).toEqual([message])
  })

  it('refuses keys that mean something to JavaScript like any other', () => {
    const input: unknown = JSON.parse('{"host": "a", "port": 1, "__proto__": {"timeout": 1}}')
    expect(messages(input)).toEqual([`"__proto__" is not a known key ${ALLOWED}`])
    expect(messages({ host: 'a', port: 1, constructor: 1 })).toEqual([
      `"constructor" is not a known key ${ALLOWED}`,
    ])
  })

  it('refuses symbols as keys', () => {
    expect(messages({ host: 'a', port: 1, [Symbol('port')]: 2 })).toEqual([
      `"Symbol(port)" is not a known key ${ALLOWED}`,
    ])
  })

  it.each([
    [
      { tls: { verfy: true } },
      '"tls.verfy" is not a known key; did you mean `verify`? (allowed: verify, server_name, starttls, expires_in, certificate, key, ca)',
    ],
    [
      { tls: { verify: 'yes' } },
      '`tls.verify` must be true or false, got "yes" (string); write true',
    ],
    [
      { tls: { starttls: 'http' } },
      '`tls.starttls` must be one of smtp, imap, pop3, ftp, ldap, postgresql, mysql, xmpp, sieve, got "http" (string)',
    ],
    ...[14, '14', '0d', '14 days', '4000d', -1, '1e3d'].map((value): [object, RegExp] => [
      { tls: { expires_in: value } },
      /^`tls\.expires_in` must be a duration such as 14d or 36h, from 1s to 3650d, got /,
    ]),
    [
      { tls: { server_name: 'a b' } },
      '`tls.server_name` must be a hostname or an IP address, got "a b" (string)',
    ],
    [
      { tls: { certificate: 'a.pem' } },
      '`tls.certificate` must be given together with `key`, got "a.pem" (string)',
    ],
    [
      { tls: { key: 'a.pem' } },
      '`tls.key` must be given together with `certificate`, got "a.pem" (string)',
    ],
    [{ tls: { ca: '' } }, '`tls.ca` must be the path of a PEM file, got "" (string)'],
    [{ tls: 'Off' }, '`tls` must be true, false or a mapping, got "Off" (string); write false'],
    [
      { tls: 'true' },
      '`tls` must be true, false or a mapping, got "true" (string); write true without quotes',
    ],
    [{ tls: null }, '`tls` must be true, false or a mapping, got null'],
  ])('says of a parameter inside of another what is wrong with it: %j', (parameters, message) => {
    const said = messages({ host: 'a', port: 1, ...parameters })
    expect(said).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)])
  })

  it('takes every form of TLS that it documents', () => {
    const forms = [true, false, {}, { starttls: 'sieve' }, { expires_in: '1.5w', verify: true }]
    const files = { certificate: 'c.pem', key: 'k.pem', ca: 'a.pem', server_name: '192.0.2.1' }
    for (const tls of [...forms, files]) expect(messages({ host: 'a', port: 1, tls })).toEqual([])
  })

  it('does not take what is inherited for given', () => {
    expect(messages(Object.create({ host: 'a', port: 1 }))).toEqual([
      '`host` is required',
      '`port` is required',
    ])
  })

  it('reads each value once', () => {
    let reads = 0
    const input = {
      host: 'a',
      get port() {
        return ++reads
      },
    }
    expect(validate(checkTcpConnectionSchema, input).port).toBe(1)
  })

  it('refuses what throws when it is read', () => {
    const input = {
      get host() {
        throw new Error('no host today')
      },
    }
    expect(messages(input)).toEqual(['parameters cannot be read: no host today'])
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(messages(proxy)).toEqual([expect.stringMatching(/^parameters cannot be read: /)])
  })

  it('names a nested key by its path', () => {
    const schema = v.strictObject({ retry: v.strictObject({ count: v.number('a number') }) })
    expect(problemsOf(schema, { retry: { count: 'x' } })).toMatchObject([
      { key: 'retry.count', message: '`retry.count` must be a number, got "x" (string)' },
    ])
  })

  it('takes linear time for a long text where a number belongs', () => {
    expect(messages({ host: 'a', port: `1${' '.repeat(5_000_000)}x` })).toHaveLength(1)
  })
})
