import { describe, expect, it } from 'vitest'
import { checkTcpConnectionSchema } from './parameters.js'
import { validate } from './validate.js'

const check = (input: unknown) => validate(checkTcpConnectionSchema, input)
const problem = (input: unknown) => {
  try {
    check(input)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
const base = { host: 'example.com', port: 80 }

describe('the parameters of check_tcp_connection', () => {
  it("have the document's defaults", () => {
    expect(check(base)).toEqual({
      ...base,
      timeout: 10,
      attempts: 1,
      retry_delay: 1,
      family: 'any',
      addresses: 'any',
      expect: 'open',
      tls: false,
      banner: false,
    })
  })

  it.each([
    { port: 1 },
    { port: 65_535 },
    { timeout: 0.001 },
    { timeout: 86_400 },
    { source_port: 1 },
    { source_port: 80 },
    { attempts: 10_000 },
    { retry_delay: 0 },
    { retry_delay: 0.5 },
    { family: 4 },
    { family: 6 },
    { addresses: 'all' },
    { timeout: undefined },
  ])('may be %j', (parameters) => {
    expect(check({ ...base, ...parameters })).toMatchObject(
      Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)),
    )
  })

  const PORT = 'must be an integer from 1 to 65535'
  const SECONDS = 'must be a number of seconds from 0.001 to 86400'
  it.each([
    [{ port: 0 }, `\`port\` ${PORT}, got 0 (number)`],
    [{ port: -1.5 }, `\`port\` ${PORT}, got -1.5 (number)`],
    [{ port: 80.5 }, `\`port\` ${PORT}, got 80.5 (number)`],
    [{ port: Number.NaN }, `\`port\` ${PORT}, got NaN (number)`],
    [{ port: '80' }, `\`port\` ${PORT}, got "80" (string); write 80 without quotes`],
    [{ port: 80n }, `\`port\` ${PORT}, got 80 (bigint)`],
    [{ port: null }, `\`port\` ${PORT}, got null`],
    [{ port: true }, `\`port\` ${PORT}, got true (boolean)`],
    [{ port: [80] }, `\`port\` ${PORT}, got a list`],
    [{ port: 'Redis' }, `\`port\` ${PORT}, got "Redis" (string); write 6379 for redis`],
    [{ port: 'tcp/443' }, `\`port\` ${PORT}, got "tcp/443" (string); write 443`],
    [{ port: 'backend' }, `\`port\` ${PORT}, got "backend" (string)`],
    [{ source_port: 65_536 }, `\`source_port\` ${PORT}, got 65536 (number)`],
    [{ timeout: 0 }, `\`timeout\` ${SECONDS}, got 0 (number)`],
    [{ timeout: Number.POSITIVE_INFINITY }, `\`timeout\` ${SECONDS}, got Infinity (number)`],
    [{ timeout: '5s' }, `\`timeout\` ${SECONDS}, got "5s" (string); write 5 (seconds)`],
    [{ timeout: '250ms' }, `\`timeout\` ${SECONDS}, got "250ms" (string); write 0.25 (seconds)`],
    [{ attempts: 0 }, '`attempts` must be an integer from 1 to 10000, got 0 (number)'],
    [{ attempts: 1.5 }, '`attempts` must be an integer from 1 to 10000, got 1.5 (number)'],
    [
      { retry_delay: -1 },
      '`retry_delay` must be a number of seconds from 0 to 86400, got -1 (number)',
    ],
    [
      { family: '4' },
      '`family` must be one of any, 4, 6, got "4" (string); write 4 without quotes',
    ],
    [{ family: 5 }, '`family` must be one of any, 4, 6, got 5 (number)'],
    [{ addresses: 'some' }, '`addresses` must be one of any, all, got "some" (string)'],
    [{ host: 5 }, '`host` must be a hostname or an IP address, got 5 (number)'],
    [{ host: '' }, '`host` must be a hostname or an IP address (it is empty), got "" (string)'],
    [
      { host: '127.1' },
      '`host` must be a hostname or an IP address (it is a legacy spelling of an IPv4 address; write 127.0.0.1), got "127.1" (string)',
    ],
  ])('may not be %o', (parameters, message) => {
    expect(problem({ ...base, ...parameters })).toBe(message)
  })

  it.each([
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    '127.0.0.9',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
  ])('may not name the port of %s itself as source port', (host) => {
    expect(problem({ host, port: 4000, source_port: 4000 })).toMatch(
      /^`source_port` must be other than `port` where the host is this machine/,
    )
    expect(problem({ host, port: 4000, source_port: 4001 })).toBeUndefined()
  })
})
