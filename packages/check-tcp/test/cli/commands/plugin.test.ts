import { describe, expect, it } from 'vitest'
import { listening } from '../../support/listening.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand } from '../support/run-command.js'

const PLUGIN = ['plugin', 'check_tcp_connection']

describe('check-tcp plugin check_tcp_connection', () => {
  it('reads parameters as JSON and prints the result as one line of JSON', async () => {
    await using open = await listening()
    const stdin = JSON.stringify({ host: '127.0.0.1', port: open.port, timeout: 3 })
    const { code, stdout, stderr } = await runCommand(PLUGIN, { stdin })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.indexOf('\n')).toBe(stdout.length - 1)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'success', port: open.port })
  })

  it('gives exit code 1 and a result where nobody listens', async () => {
    await using closed = await heldClosedPort()
    const stdin = JSON.stringify({ host: '127.0.0.1', port: closed.port })
    const { code, stdout } = await runCommand(PLUGIN, { stdin })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', error: 'Connection refused' })
  })

  it.each([
    ['no text', '', 'standard input must be parameters as JSON, such as {"host"'],
    ['half a mapping', '{"host": ', 'standard input must be parameters as JSON'],
    ['a list', '[]', 'parameters must be a mapping, got a list'],
    ['null', 'null', 'parameters must be a mapping, got null'],
    ['no port', '{"host": "localhost"}', '`port` is required'],
    [
      'a port in quotes',
      '{"host": "h", "port": "80"}',
      'got "80" (string); write 80 without quotes',
    ],
    ['a misspelt key', '{"host": "h", "port": 80, "timeuot": 3}', 'did you mean `timeout`?'],
    ['__proto__', '{"host": "h", "port": 80, "__proto__": {}}', '"__proto__" is not a known key'],
    [
      'a null port',
      '{"host": "h", "port": null}',
      '`port` must be an integer from 1 to 65535, got null',
    ],
    ['2 MB', ' '.repeat(2_000_000), 'parameters must be at most 1048576 bytes of JSON'],
    ['control characters', '{"host": "\\u001b[2J", "port": 80}', 'got "\\x1b[2J" (string)'],
  ])('refuses %s in plain words', async (_, stdin, message) => {
    const { code, stdout, stderr } = await runCommand(PLUGIN, { stdin })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^check-tcp: .*\n$/)
  })

  it('names the known plugins and the nearest one for another name', async () => {
    const { code, stdout, stderr } = await runCommand(['plugin', 'check_tcp_conection'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'check-tcp: plugin "check_tcp_conection" is not known; did you mean check_tcp_connection? (known: check_tcp_connection)\n',
    )
  })
})
