import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { runCommand } from './support/run-command.js'

/** Where the command understood that it should go. */
async function targetsOf(args: readonly string[]): Promise<string[]> {
  const { stdout } = await runCommand([...args, '--output', 'ndjson', '--timeout', '2'])
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { host, port } = JSON.parse(line)
      return `${host} ${port}`
    })
}

describe('a target on the command line', () => {
  it('is checked as HOST:PORT and as HOST PORT', async () => {
    await using open = await listening()
    for (const words of [[`localhost:${open.port}`], ['localhost', String(open.port)]]) {
      const { code, stdout, stderr } = await runCommand(words)
      expect(stdout).toMatch(new RegExp(`^✔ localhost:${open.port} connected in .*\\n$`))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    }
  })

  it('gives exit code 1 where nobody listens, with the advice of the failure', async () => {
    await using closed = await heldClosedPort()
    const { code, stdout, stderr } = await runCommand([`127.0.0.1:${closed.port}`])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^✘ 127\.0\.0\.1:\d+ Connection refused in .* - fault: target$/),
      '    No service listening on the target port',
      '    - Verify the service is running on the target host',
      '    - Check if the correct port is being used',
      '    - Ensure the service is bound to the correct interface',
      '',
    ])
  })

  it('may be one of many, which are printed in their order with a summary', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const { code, stdout } = await runCommand([
      `127.0.0.1:${closed.port}`,
      `127.0.0.1:${open.port}`,
      `localhost:${open.port}`,
    ])
    expect(code).toBe(1)
    expect(stdout.split('\n').filter((line) => /^[✔✘]/.test(line))).toEqual([
      expect.stringContaining(`127.0.0.1:${closed.port}`),
      expect.stringContaining(`127.0.0.1:${open.port}`),
      expect.stringContaining(`localhost:${open.port}`),
    ])
    expect(stdout).toMatch(/\n3 checks: 2 succeeded, 1 failed in .*\n$/)
  })

  it.each([
    [['localhost:postgresql'], 'localhost 5432'],
    [['localhost:POSTGRES'], 'localhost 5432'],
    [['localhost', '6001/tcp'], 'localhost 6001'],
    [['localhost', 'redis'], 'localhost 6379'],
    [['https://localhost'], 'localhost 443'],
    [['http://user:secret@localhost/path?query#part'], 'localhost 80'],
    [['postgres://localhost:6000/app'], 'localhost 6000'],
    [['[::1]:6001'], '::1 6001'],
    [['::1', '6001'], '::1 6001'],
    [['[::1]', '6001'], '::1 6001'],
    [['http://[::1]:6001/'], '::1 6001'],
    [['::ffff:127.0.0.1', '6001'], '::ffff:127.0.0.1 6001'],
    [['tcp://127.0.0.1:6001'], '127.0.0.1 6001'],
    [['somebody@localhost:6001'], 'localhost 6001'],
    [['localhost:6001/tcp'], 'localhost 6001'],
    [['localhost:6001/path?query'], 'localhost 6001'],
  ])('is understood in the spelling %j', async (words, expected) => {
    expect(await targetsOf(words)).toEqual([expected])
  })

  it.each([
    [['localhost', '6001', '6002']],
    [['localhost', '6001,6002']],
    [['localhost', '6001-6002']],
    [['localhost:6001,6002']],
    [['localhost:6001/tcp,6002/tcp']],
  ])('may have several ports: %j', async (words) => {
    expect(await targetsOf(words)).toEqual(['localhost 6001', 'localhost 6002'])
  })

  it('may have an internationalised name, which is looked up in ASCII', async () => {
    const { code, stdout } = await runCommand(['bücher.localhost:6001', '--output', 'json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      host: 'bücher.localhost',
      details: { name: 'xn--bcher-kva.localhost' },
    })
  })

  it.each([
    ['127.1:80', 'it is a legacy spelling of an IPv4 address; write 127.0.0.1'],
    ['0x7f000001:80', 'it is a legacy spelling of an IPv4 address; write 127.0.0.1'],
    ['2130706433:80', 'it is a legacy spelling of an IPv4 address; write 127.0.0.1'],
    ['１２７.0.0.1:80', 'it is a legacy spelling of an IPv4 address; write 127.0.0.1'],
    ['0.0.0.0:80', '0.0.0.0 is not the address of a host; write 127.0.0.1 for this machine'],
    ['[fe80::1]:80', 'a link-local address needs its interface, as in fe80::1%eth0'],
    ['a..b:80', 'it has an empty part between its dots'],
    ['bü cher:80', 'it is not a valid hostname'],
    ['example.com', '"example.com" has no port; write check-tcp example.com:443'],
    ['::1', `"::1" has no port; write check-tcp '[::1]:443'`],
    ['tcp://localhost', '"tcp://localhost" has no port; write check-tcp tcp://localhost:443'],
    ['localhost:0', 'port "0" is out of range: an integer from 1 to 65535'],
    ['localhost:65536', 'port "65536" is out of range: an integer from 1 to 65535'],
    ['localhost:postgre', 'nor a known service; did you mean postgres?'],
    ['a\u001b[31mb:80', 'host "a\\x1b[31mb" cannot be used'],
    ['a\u202eb:80', 'host "a\\u202eb" cannot be used'],
  ])('is refused in the spelling %j, with the mend', async (word, message) => {
    const { code, stdout, stderr } = await runCommand([word])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^check-tcp: .*\n$/)
  })

  it('is refused together with every other one that cannot be read, and nothing is checked', async () => {
    await using open = await listening()
    const { code, stdout, stderr } = await runCommand([
      '127.1:80',
      `localhost:${open.port}`,
      'example.com',
    ])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })
})
