import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { runCommand, startCommand } from './support/run-command.js'
import { temporaryFolder } from './support/temporary-folder.js'

describe('check-tcp --targets', () => {
  it('checks each line of a file, with comments, blank lines, CRLF and a byte order mark', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    await using folder = await temporaryFolder()
    const lines = [
      '\ufeff# the web servers',
      '',
      `127.0.0.1:${open.port}`,
      `  localhost:${open.port}  # the same by its name`,
      '   ',
      `127.0.0.1:${closed.port}`,
    ]
    const file = await folder.write('targets', lines.join('\r\n'))
    const { code, stdout, stderr } = await runCommand(['--targets', file, '-o', 'ndjson'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const found = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(found.map(({ host, port, status }) => `${host} ${port} ${status}`).sort()).toEqual(
      [
        `127.0.0.1 ${open.port} success`,
        `localhost ${open.port} success`,
        `127.0.0.1 ${closed.port} error`,
      ].sort(),
    )
  })

  it('reads lines as the command line reads its words, with blanks and tabs', async () => {
    const list =
      '127.0.0.1 6001\n127.0.0.1\t6002 # a comment\n127.0.0.1 6003 6004\n  127.0.0.1:6005 127.0.0.1:6006\n'
    await using folder = await temporaryFolder()
    const file = await folder.write('targets', list)
    const args = ['--targets', file, '--ordered', '--output', 'ndjson']
    const { code, stdout, stderr } = await runCommand(args)
    const ports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).port)
    expect({ code, stderr, ports }).toEqual({
      code: 1,
      stderr: '',
      ports: [6001, 6002, 6003, 6004, 6005, 6006],
    })
  })

  it.each<[string, (text: string) => Buffer]>([
    ['gzip', (text) => gzipSync(text)],
    ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('reads %s, from a file and from standard input', async (_, encode) => {
    await using folder = await temporaryFolder()
    const list = encode('127.0.0.1:6001\r\n127.0.0.1 6002\r\n')
    const file = await folder.write('targets', list)
    const args = ['--ordered', '--output', 'ndjson']
    for (const run of [
      runCommand(['--targets', file, ...args]),
      runCommand(['--targets', '-', ...args], { stdin: list }),
    ]) {
      const { stdout, stderr } = await run
      expect(stderr).toBe('')
      const ports = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).port)
      expect(ports).toEqual([6001, 6002])
    }
  })

  it('names what it cannot read', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('targets', Buffer.from('fd377a585a000004', 'hex'))
    const { code, stdout, stderr } = await runCommand(['--targets', file])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(`check-tcp: ${file} is compressed with xz; only gzip is read\n`)
  })

  it('tells each line that cannot be read with its place, and checks the others', async () => {
    await using open = await listening()
    await using folder = await temporaryFolder()
    const long = 'x'.repeat(1_000_000)
    const lines = ['127.1:80', `127.0.0.1:${open.port}`, 'example.com', long, '\u001b[2J:80']
    const file = await folder.write('targets', lines.join('\n'))
    const { code, stdout, stderr } = await runCommand(['--targets', file, '-o', 'json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject([{ port: open.port, connected: true }])
    expect(stderr.trimEnd().split('\n')).toEqual([
      `check-tcp: ${file}:1: host "127.1" cannot be used: it is a legacy spelling of an IPv4 address; write 127.0.0.1`,
      `check-tcp: ${file}:3: "example.com" has no port; write example.com:443`,
      `check-tcp: ${file}:4: the line is longer than any target`,
      `check-tcp: ${file}:5: host "\\x1b[2J" cannot be used: it is not a valid hostname`,
    ])
  })

  it('applies the flags to every line, and refuses those that cannot be used before any', async () => {
    await using closed = await heldClosedPort()
    const stdin = `127.0.0.1:${closed.port}\n`
    const flags = ['--targets', '-', '-o', 'ndjson', '--attempts', '2', '--retry-delay', '0']
    const { stdout } = await runCommand(flags, { stdin })
    expect(JSON.parse(stdout)).toMatchObject({ attempts: 2 })
    const refused = await runCommand(['--targets', '-', '--attempts', '0'], { stdin })
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(/^check-tcp: --attempts must be .*\n$/)
  })

  it('prints results while standard input is still open', async () => {
    await using open = await listening()
    const command = startCommand(['--targets', '-', '-o', 'ndjson'])
    for (const count of [1, 2, 3]) {
      command.write(`127.0.0.1:${open.port}\n`)
      await command.seen('stdout', new RegExp(`^(.+\\n){${count}}$`))
    }
    command.endInput()
    expect((await command.finished).code).toBe(0)
  })

  it('checks a target whose line has come without its end', async () => {
    await using open = await listening()
    const { stdout } = await runCommand(['--targets', '-'], { stdin: `127.0.0.1:${open.port}` })
    expect(stdout).toContain('connected in')
  })

  it.each(['nagios', 'human'])(
    'has a usage exit code for %s where a line is bad',
    async (output) => {
      const { code } = await runCommand(['--targets', '-', '-o', output], { stdin: 'nonsense\n' })
      expect(code).toBe(output === 'nagios' ? 3 : 2)
    },
  )

  it('is UNKNOWN for nagios where a line is bad, in its first line as in its exit code', async () => {
    await using open = await listening()
    const stdin = `127.0.0.1:${open.port}\nnonsense\n`
    const { code, stdout } = await runCommand(['--targets', '-', '-o', 'nagios'], { stdin })
    expect(stdout).toMatch(/^TCP UNKNOWN - .* connected in .*, 1 line cannot be read \| /)
    expect(code).toBe(3)
  })

  it('says which file it cannot read, and prints nothing else', async () => {
    const { code, stdout, stderr } = await runCommand(['--targets', 'no/such', '-o', 'json'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe('check-tcp: no/such: does not exist\n')
    const folder = await runCommand(['--targets', '/'])
    expect(folder.stderr).toBe('check-tcp: /: is a directory, not a file\n')
    expect(folder.code).toBe(2)
  })

  it('is refused together with targets on the command line', async () => {
    const { code, stderr } = await runCommand(['--targets', '-', 'localhost:80'])
    expect(code).toBe(2)
    expect(stderr).toContain('--targets cannot be combined with targets on the command line')
  })
})
