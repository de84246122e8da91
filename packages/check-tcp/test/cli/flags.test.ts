import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { runCommand } from './support/run-command.js'

async function resultOf(args: readonly string[]) {
  const { stdout } = await runCommand([...args, '--output', 'json'])
  return JSON.parse(stdout)
}

describe('a flag for a parameter', () => {
  it('sets the attempts and the delay between them', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const result = await resultOf([target, '--attempts', '3', '--retry-delay', '0.2'])
    expect(result.attempts).toBe(3)
    expect(result.response_time).toBeGreaterThanOrEqual(0.4)
  })

  it('sets the source port', async () => {
    await using open = await listening()
    const source_port = await freePort()
    const result = await resultOf([`127.0.0.1:${open.port}`, '--source-port', String(source_port)])
    expect(result).toMatchObject({ status: 'success', details: { source_port } })
  })

  it('sets the IP version', async () => {
    await using open = await listening()
    const result = await resultOf([`localhost:${open.port}`, '--family', '4'])
    expect(result.details).toMatchObject({ address: '127.0.0.1', family: 4 })
    const other = await resultOf([`127.0.0.1:${open.port}`, '--family', '6'])
    expect(other.details).toMatchObject({
      failure: 'host_not_found',
      cause: 'no_address_of_the_family',
    })
  })

  it('asks every address of a name', async () => {
    await using open = await listening()
    const result = await resultOf([`localhost:${open.port}`, '--addresses', 'all'])
    expect(result.details.attempts[0].addresses).toContainEqual(
      expect.objectContaining({ address: '127.0.0.1', connected: true }),
    )
  })

  it('sets the timeout, which the performance data of nagios name as the maximum', async () => {
    await using open = await listening()
    const args = [`127.0.0.1:${open.port}`, '--timeout=2.5', '-o', 'nagios']
    expect((await runCommand(args)).stdout).toMatch(/\| time=0\.\d+s;;2\.5;0;2\.5\n$/)
  })

  it('may stand before or behind the targets', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    for (const args of [
      ['--attempts', '2', '--retry-delay', '0', target],
      [target, '--retry-delay=0', '--attempts=2'],
    ]) {
      expect(await resultOf(args)).toMatchObject({ attempts: 2 })
    }
  })
})

describe('a flag that cannot be used', () => {
  it.each([
    ['--timeout', '0', '--timeout must be a number of seconds from 0.001 to 86400, got 0'],
    ['--timeout', '-1', '--timeout must be a number of seconds from 0.001 to 86400, got -1'],
    ['--timeout', '5x', 'must be a number of seconds from 0.001 to 86400, got "5x"'],
    ['--timeout', '90000', '--timeout must be a number of seconds from 0.001 to 86400, got 90000'],
    ['--attempts', '0', '--attempts must be an integer from 1 to 10000, got 0'],
    ['--attempts', '1.5', '--attempts must be an integer from 1 to 10000, got 1.5'],
    ['--attempts', 'many', '--attempts must be an integer from 1 to 10000, got "many"'],
    ['--retry-delay', '-0.1', '--retry-delay must be a number of seconds from 0 to 86400'],
    ['--source-port', '65536', '--source-port must be an integer from 1 to 65535, got 65536'],
    ['--source-port', '6001', '--source-port must be other than the port'],
    ['--family', '5', '--family must be one of any, 4, 6, got "5"'],
    ['--addresses', 'some', '--addresses must be one of any, all, got "some"'],
    [
      '--output',
      'yaml',
      '--output must be one of human, json, ndjson, junit, tap, nagios, got "yaml"',
    ],
    ['--concurrency', '0', '--concurrency must be an integer from 1 to 10000, got "0"'],
    ['--sni', 'db', "'--sni'; write check-tcp localhost:6001 --tls-server-name db"],
    ['--snd', 'x', "unknown option '--snd'; write check-tcp localhost:6001 --send x"],
    // The letters are letters, whatever they would mean in a pattern.
    ['--tl\\', 'x', "unknown option '--tl\\'"],
    ['--s*d', 'x', "unknown option '--s*d'"],
    ['--unheard-of', '3', "unknown option '--unheard-of'"],
    ['--retries', '3', "unknown option '--retries'; write check-tcp localhost:6001 --attempts 3"],
    ['--timeuot', '3', "unknown option '--timeuot'; write check-tcp localhost:6001 --timeout 3"],
    ['--output', 'jsn', 'got "jsn"; did you mean json?'],
    ['--\u001b[31m', '3', "unknown option '--\\x1b[31m'"],
  ])(
    'as in %s %s is refused, and the message says what is allowed',
    async (flag, value, message) => {
      const { code, stdout, stderr } = await runCommand(['localhost:6001', flag, value])
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain(message)
      expect(stderr).toMatch(/^(check-tcp: .*\n)+$/)
    },
  )

  it('is told together with all others', async () => {
    const { stderr } = await runCommand(['localhost:6001', '--timeout', '0', '--attempts', '0'])
    expect(stderr).toMatch(/^check-tcp: --timeout .*\ncheck-tcp: --attempts .*\n$/)
  })

  it('gives exit code 3 for nagios, where 2 would mean that the target is down', async () => {
    for (const output of [['--output', 'nagios'], ['--output=nagios'], ['-o', 'nagios']]) {
      for (const mistake of [['--timeout', '0'], ['--unknown'], ['--family', '5']]) {
        const { code, stdout } = await runCommand(['localhost:6001', ...output, ...mistake])
        expect(code).toBe(3)
        // What nagios shows is on standard output; nothing at all would be "no output".
        expect(stdout).toMatch(/^TCP UNKNOWN - .*(timeout|unknown|family).*\n$/)
      }
    }
  })

  it('is refused before a command, which would never see it', async () => {
    const { code, stderr } = await runCommand(['--output', 'json', 'watch', 'localhost:6001'])
    expect(code).toBe(2)
    expect(stderr).toContain('--output comes before the command; write it after: check-tcp watch')
  })
})

async function freePort(): Promise<number> {
  await using free = await listening()
  return free.port
}
