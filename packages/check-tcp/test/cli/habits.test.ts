import { describe, expect, it } from 'vitest'
import { runCommand } from './support/run-command.js'
import { temporaryFolder } from './support/temporary-folder.js'

/** Words of a command line as a shell would split them. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

/** What people type out of habit, and the command to type instead. */
const HABITS: readonly (readonly [typed: string, instead: string])[] = [
  // Targets.
  ['localhost', 'localhost:443'],
  ['localhost:', 'localhost:443'],
  ['localhost --timeout 3', 'localhost:443 --timeout 3'],
  ["'[::1]'", "'[::1]:443'"],
  ['::1:6001', "'[::1]:6001'"],
  ['localhost:-1', 'localhost:1'],
  ['udp://localhost:6001', 'localhost:6001'],
  ['localhost:6001/udp', 'localhost:6001'],
  ['6001 localhost', 'localhost:6001'],
  ['6001 localhost --timeout 3', 'localhost:6001 --timeout 3'],
  ['localhost: 6001', 'localhost:6001'],
  ['localhost :6001', 'localhost:6001'],
  ['localhost : 6001', 'localhost:6001'],
  ["'localhost 6001'", 'localhost:6001'],
  ['localhost:6001,', 'localhost:6001'],
  ['localhost:6001, 6002', 'localhost:6001,6002'],
  ['localhost:6001, localhost:6002', 'localhost:6001 localhost:6002'],
  ['localhost:6001 6002', 'localhost:6001,6002'],
  ['localhost 6001 ::1 6002', "localhost:6001 '[::1]:6002'"],
  ['localhost ::1 6001', "localhost:6001 '[::1]:6001'"],
  // Verbs and programs.
  ['check localhost 6001', 'localhost:6001'],
  ['test localhost:6001', 'localhost:6001'],
  ['nc localhost 6001', 'localhost:6001'],
  ['telnet localhost 6001', 'localhost:6001'],
  ['ssh localhost', 'localhost:22'],
  ['curl http://localhost:6001/', 'http://localhost:6001/'],
  ['version', '--version'],
  // Flags of others.
  ['-zv localhost 6001', 'localhost 6001 --verbose'],
  ['nc -zv localhost 6001', 'localhost:6001 --verbose'],
  ['-z -w 5 localhost 6001', 'localhost 6001 --timeout 5'],
  ['-zvw5 localhost 6001', 'localhost 6001 --verbose --timeout 5'],
  ['-p 6001 localhost', 'localhost:6001'],
  ['-p6001 localhost', 'localhost:6001'],
  ['-p 6001,6002 localhost', 'localhost:6001,6002'],
  ['localhost --port=6001', 'localhost:6001'],
  ['--host localhost --port 6001', 'localhost:6001'],
  [
    '--host=localhost --port=6001 --attempts 3 --timeout 3',
    'localhost:6001 --attempts 3 --timeout 3',
  ],
  ['--host ::1 --port 6001', "'[::1]:6001'"],
  ['localhost:6001 --json', 'localhost:6001 --output json'],
  ['localhost:6001 --format json', 'localhost:6001 --output json'],
  ['localhost:6001 --tiemout 5', 'localhost:6001 --timeout 5'],
  ['localhost:6001 --tiemout=5', 'localhost:6001 --timeout=5'],
  ['localhost:6001 --retries 3', 'localhost:6001 --attempts 3'],
  ['localhost:6001 --connect-timeout 3', 'localhost:6001 --timeout 3'],
  ['-4 localhost 6001', 'localhost 6001 --family 4'],
  ['localhost:6001 -v', 'localhost:6001 --verbose'],
  ['localhost:6001 --quiet', 'localhost:6001'],
  ['localhost:6001 --count 1', 'watch localhost:6001 --count 1'],
  ['localhost:6001 --for 1', 'wait localhost:6001 --for 1'],
  [
    '-H localhost -p 6001 -w 1 -c 2 -t 10',
    'localhost:6001 --output nagios --expected-response-time 1 --timeout 10',
  ],
  ['-h localhost -p 6001', 'localhost:6001'],
  ['-wait tcp://localhost:6001 -timeout 1s', 'wait tcp://localhost:6001 --for 1s'],
  ['localhost:6001 -timeout 3', 'localhost:6001 --timeout 3'],
  ['localhost:6001 --wait 1', 'wait localhost:6001 --for 1'],
  ['localhost 6001 --timeout 2s --json', 'localhost 6001 --timeout 2s --output json'],
  // Words between, before and behind.
  ['localhost port 6001', 'localhost 6001'],
  ['localhost on 6001', 'localhost 6001'],
  ['host=localhost port=6001', 'localhost:6001'],
  ['localhost:6001 timeout=3', 'localhost:6001 --timeout 3'],
  ['6001 6002 localhost', 'localhost:6001,6002'],
  ['6001', 'localhost:6001'],
  ['127.0.0.1-127.0.0.2:6001', '127.0.0.1-2:6001'],
  ['wait-for localhost:6001 --for 1', 'wait localhost:6001 --for 1'],
  ['wait-for-it localhost:6001 -t 1', 'wait localhost:6001 --for 1'],
  ['wait localhost:6001 1s', 'wait localhost:6001 --for 1s'],
  // Commands.
  ['wait localhost --for 1', 'wait localhost:443 --for 1'],
  ['wait 6001 localhost --for 1', 'wait localhost:6001 --for 1'],
  ['wait localhost:6001 --fro 1', 'wait localhost:6001 --for 1'],
  ['wait localhost:6001 -t 1', 'wait localhost:6001 --for 1'],
  ['wait localhost:6001 --for 1 --json', 'wait localhost:6001 --for 1 --output json'],
  ['explain localhost 6001 6002', 'explain localhost:6001'],
  ['explain localhost:6001 --prots 6002', 'explain localhost:6001 --ports 6002'],
  ['watch localhost:6001 localhost:6002 --count 1', 'watch localhost:6001 --count 1'],
  ['policy test localhost', 'policy test localhost:443'],
  ['run localhost:6001', 'localhost:6001'],
  ['--targets localhost:6001', 'localhost:6001'],
]

describe('a command line in the words of another program', () => {
  it.each(HABITS)(
    '%s is answered with one line and the command to type: %s',
    async (typed, instead) => {
      const { code, stdout, stderr } = await runCommand(wordsOf(typed))
      const isNagios = instead.includes('nagios')
      expect({ code, stdout }).toEqual({ code: isNagios ? code : 2, stdout: '' })
      expect(stderr).toMatch(/^check-tcp: .*\n$/)
      expect(stderr.trimEnd().split('; write check-tcp ')[1]).toBe(instead)
    },
  )

  it.each([
    ['status'],
    ['ping localhost'],
    ['timeout=3'],
    ['127.0.0.1/33:22'],
    ['localhost:1 --interface lo'],
    ['localhost:1 -s 127.0.0.1'],
    ['explain localhost:1 --for 3'],
    ['localhost:1 -wa'],
    ['localhost:1 --yaml'],
    ['plugin check_tcp_connection --host localhost --port 1'],
    ["plugin check_tcp_connection '{}'"],
    ['validate doc.yaml'],
    ['run -f'],
  ])('%s is answered with no command where none is safe to offer', async (typed) => {
    const { code, stdout, stderr } = await runCommand(wordsOf(typed))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toMatch(/write check-tcp|Did you mean/)
    expect(stderr).toMatch(/--help|standard input|check-tcp run FILE|has no port|cannot be used/)
  })

  it.each(['-f', '--file'])('names a task file for run %s', async (flag) => {
    const { stderr } = await runCommand(['run', flag, 'doc.yaml'])
    expect(stderr).toBe(`check-tcp: unknown option '${flag}'; write check-tcp run doc.yaml\n`)
  })

  it.each([
    ['wait-for-it.sh localhost:1 -t 3', 'wait localhost:1 --for 3'],
    ['wait localhost:1 --fro 3', 'wait localhost:1 --for 3'],
  ])('keeps the command behind -- of %s', async (typed, meant) => {
    const { code, stderr } = await runCommand([...wordsOf(typed), '--', 'echo', 'a b'])
    expect(code).toBe(2)
    expect(stderr.endsWith(`write check-tcp ${meant} -- echo 'a b'\n`), stderr).toBe(true)
  })

  it('is answered with commands that can be used', async () => {
    const commands = [...new Set(HABITS.map(([, instead]) => instead))]
    for (const command of commands) {
      const { code, stderr } = await runCommand(wordsOf(command))
      const unusable = /write check-tcp|unknown option|cannot be/.test(stderr)
      expect({ command, unusable, stderr }).toMatchObject({ unusable: false })
      if (!command.includes('nagios')) expect({ command, code }).not.toMatchObject({ code: 2 })
    }
  })

  it.each([
    ['-u localhost 53', '-u: check-tcp checks TCP only'],
    ['-zuv localhost 53', '-zuv: check-tcp checks TCP only'],
    ['icmp://localhost', '"icmp://localhost" is not TCP: check-tcp checks TCP only'],
    ['localhost:ntp', 'service "ntp" speaks UDP: check-tcp checks TCP only'],
    ["'$HOST:80'", '"$HOST:80" contains a variable that was not filled in'],
    ['localhost:0', 'port "0" is out of range: an integer from 1 to 65535'],
    ['localhost:65536', 'port "65536" is out of range: an integer from 1 to 65535'],
    [
      'wait localhost:1 --for 5x',
      '--for must be a number of seconds above 0 and up to 86400, or a duration such as 5m, got "5x"',
    ],
    [
      'localhost:1 --timeout 2x',
      '--timeout must be a number of seconds from 0.001 to 86400, got "2x"',
    ],
  ])('%s is refused in one line: %s', async (typed, message) => {
    const { code, stderr } = await runCommand(wordsOf(typed))
    expect({ code, stderr }).toEqual({ code: 2, stderr: `check-tcp: ${message}\n` })
  })
})

describe('a slip in the options of a command', () => {
  it.each([
    [['wait', 'localhost:1', '--unheard-of'], 'see check-tcp wait --help'],
    [['explain', 'localhost:1', '--output', 'yaml'], 'see check-tcp explain --help'],
    [['audit', 'shwo'], 'see check-tcp audit --help'],
    [['audit', 'show', '--unheard-of'], 'see check-tcp audit show --help'],
    [['localhost:1', '--attempts'], 'see check-tcp --help'],
  ])('of %j names the help of that command', async (args, help) => {
    const { code, stderr } = await runCommand(args)
    expect(code).toBe(2)
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(`check-tcp: ${help}`)
  })
})

describe('run -', () => {
  const FILE = '- {name: a, plugin: check_tcp_connection, parameters: {host: 127.1, port: 1}}\n'

  it('reads the task file from standard input', async () => {
    const { code, stdout } = await runCommand(['run', '-', '--output', 'ndjson'], {
      stdin: FILE.replace('127.1', '127.0.0.1'),
    })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ name: 'a' })
  })

  it('tells problems with their places', async () => {
    const { code, stderr } = await runCommand(['run', '-'], { stdin: FILE })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^check-tcp: <stdin>:1:62: `host` must be /)
  })

  it('reads standard input once, and beside files', async () => {
    await using folder = await temporaryFolder()
    const good = FILE.replace('127.1', '127.0.0.1')
    await folder.write('b.yaml', good.replace('name: a', 'name: b'))
    const args = ['run', '-', `${folder.path}/b.yaml`, '--output', 'ndjson']
    const { stdout } = await runCommand(args, { stdin: good })
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).name),
    ).toEqual(['a', 'b'])
    const twice = await runCommand(['run', '-', '-'], { stdin: good })
    expect(twice.stderr).toBe('check-tcp: standard input (-) can be read only once\n')
  })
})
