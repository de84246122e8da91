import { describe, expect, it } from 'vitest'
import { listening } from '../../support/listening.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand } from '../support/run-command.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const task = (name: string, port: number | string, more = '') => `
- name: ${name}
  plugin: check_tcp_connection
  parameters: {host: 127.0.0.1, port: ${port}${more}}
`

describe('check-tcp run', () => {
  it('runs the tasks of several files and prints the results in the order of the files', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    await using folder = await temporaryFolder()
    const slow = ', attempts: 2, retry_delay: 0.2'
    const first = await folder.write('a.yaml', task('slow', closed.port, slow))
    const second = await folder.write(
      'b.yaml',
      task('fast', open.port) + task('variable', `"${reference('OPEN_PORT')}"`),
    )
    const env = { OPEN_PORT: String(open.port) }
    const { code, stdout, stderr } = await runCommand(['run', first, second, '-o', 'json'], { env })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toEqual([
      {
        name: 'slow',
        plugin: 'check_tcp_connection',
        result: expect.objectContaining({ status: 'error', attempts: 2 }),
      },
      {
        name: 'fast',
        plugin: 'check_tcp_connection',
        result: expect.objectContaining({ status: 'success', port: open.port }),
      },
      {
        name: 'variable',
        plugin: 'check_tcp_connection',
        result: expect.objectContaining({ status: 'success', port: open.port }),
      },
    ])
  })

  it('runs the quickstart, whose services it brings up, some of its tasks failing', async () => {
    // From a port that no other test can be using: the quickstart's own is fixed.
    await using other = await heldClosedPort()
    const env = { SOURCE_PORT: String(other.port) }
    const { code, stdout, stderr } = await runCommand(['run', 'examples/quickstart.yaml'], { env })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^✔ check_web_server: localhost:\d+ connected in /)
    expect(stdout).toMatch(/\n✘ check_stopped_service: .* Connection refused after 3 attempts in /)
    expect(stdout).toMatch(/\n5 checks: \d succeeded, \d failed in .*\n$/)
  })

  it('runs no more tasks at once than --concurrency says', async () => {
    await using closed = await heldClosedPort()
    await using folder = await temporaryFolder()
    const slow = ', attempts: 2, retry_delay: 0.1'
    const tasks = Array.from({ length: 10 }, (_, index) => task(`t${index}`, closed.port, slow))
    const file = await folder.write('many.yaml', tasks.join(''))
    const startMs = performance.now()
    expect((await runCommand(['run', file, '--concurrency', '1'])).code).toBe(1)
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(10 * 100)
  })

  it('tells every problem of every file with file:line:column, and runs nothing', async () => {
    let connections = 0
    await using open = await listening(() => connections++)
    await using folder = await temporaryFolder()
    const good = await folder.write('good.yaml', task('good', open.port))
    const bad = await folder.write('bad.yaml', task('bad', '"80"', ', timeuot: 3'))
    const plugin = await folder.write(
      'plugin.yaml',
      '- {name: a, plugin: check_tcp_conection, parameters: {}}\n',
    )
    const missing = `${folder.path}/missing.yaml`
    const { code, stdout, stderr } = await runCommand(['run', good, bad, plugin, missing])
    expect({ code, stdout, connections }).toEqual({ code: 2, stdout: '', connections: 0 })
    expect(stderr.trimEnd().split('\n')).toEqual([
      `check-tcp: ${bad}:4:39: \`port\` must be an integer from 1 to 65535, got "80" (string); write 80 without quotes`,
      expect.stringContaining(`check-tcp: ${bad}:4:45: "timeuot" is not a known key; did you mean`),
      `check-tcp: ${plugin}:1:21: plugin "check_tcp_conection" is not known; did you mean check_tcp_connection? (known: check_tcp_connection)`,
      `check-tcp: ${missing}: does not exist`,
    ])
  })

  it('names an environment variable that is not set', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('a.yaml', task('a', `"${reference('NO_SUCH_PORT')}"`))
    const { code, stderr } = await runCommand(['run', file])
    expect(code).toBe(2)
    expect(stderr).toContain('the environment variable NO_SUCH_PORT is not set; set it, or give')
  })

  it.each([
    ['an alias bomb', `a: &a [x]\n${bomb()}`],
    ['deep nesting', '['.repeat(10_000)],
    ['a duplicate key', '- name: a\n  name: b\n'],
    ['__proto__', '- __proto__: {}\n'],
    ['10 MB of text', 'x'.repeat(10_000_000)],
    ['binary', Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 256))],
  ])('answers a file of %s with plain messages', async (_, content) => {
    await using folder = await temporaryFolder()
    const file = await folder.write('hostile.yaml', content)
    const { code, stdout, stderr } = await runCommand(['run', file])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    for (const line of stderr.trimEnd().split('\n')) {
      expect(line.replace(folder.path, '')).toMatch(
        /^check-tcp: \/hostile\.yaml(:\d+:\d+)?: .{1,300}$/,
      )
    }
  })
})

const reference = (name: string) => ['${', name, '}'].join('')

function bomb(): string {
  const letters = [...'abcdefghij']
  const lines = letters
    .slice(1)
    .map((letter, index) => `${letter}: &${letter} [${`*${letters[index]}, `.repeat(10)}]`)
  return `${lines.join('\n')}\n`
}
