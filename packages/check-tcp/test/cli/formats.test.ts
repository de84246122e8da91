import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { ERROR_KEYS, SUCCESS_KEYS } from '../support/result-keys.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { parseJunit } from './support/parse-junit.js'
import { runCommand } from './support/run-command.js'
import { temporaryFolder } from './support/temporary-folder.js'

/** What the command prints for one open target, one closed target, both, and both as tasks. */
async function outputs(output: string) {
  await using open = await listening()
  await using closed = await heldClosedPort()
  await using folder = await temporaryFolder()
  const targets = [`127.0.0.1:${open.port}`, `127.0.0.1:${closed.port}`] as const
  const tasks = [open.port, closed.port].map(
    (port, index) => `- name: "<task> ${index} #|'"
  plugin: check_tcp_connection
  parameters: {host: 127.0.0.1, port: ${port}}
`,
  )
  const file = await folder.write('tasks.yaml', tasks.join(''))
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand([...args, '--output', output])
    expect(stderr).toBe('')
    return { code, stdout }
  }
  const [good, bad] = targets
  return {
    good: await run(good),
    bad: await run(bad),
    both: await run(good, bad),
    tasks: await run('run', file),
  }
}

describe('--output', () => {
  it('json prints one object for one target, an array for several, named results for tasks', async () => {
    const { good, bad, both, tasks } = await outputs('json')
    expect([good.code, bad.code, both.code, tasks.code]).toEqual([0, 1, 1, 1])
    expect(Object.keys(JSON.parse(good.stdout))).toEqual(SUCCESS_KEYS)
    expect(Object.keys(JSON.parse(bad.stdout))).toEqual(ERROR_KEYS)
    expect(JSON.parse(both.stdout)).toMatchObject([{ status: 'success' }, { status: 'error' }])
    const named = JSON.parse(tasks.stdout)
    expect(named.map(Object.keys)).toEqual(Array(2).fill(['name', 'plugin', 'result']))
    expect(Object.keys(named[1].result)).toEqual(ERROR_KEYS)
  })

  it('ndjson prints one object a line', async () => {
    const { good, both, tasks } = await outputs('ndjson')
    const parse = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    expect(parse(good.stdout).map(Object.keys)).toEqual([SUCCESS_KEYS])
    expect(parse(both.stdout).map(Object.keys)).toEqual([SUCCESS_KEYS, ERROR_KEYS])
    expect(parse(tasks.stdout)[1]).toMatchObject({
      name: "<task> 1 #|'",
      result: { status: 'error' },
    })
  })

  it('junit prints well-formed XML with its counts', async () => {
    const { good, tasks } = await outputs('junit')
    expect(parseJunit(good.stdout)).toMatchObject({ root: 'testsuites', tests: '1', failures: '0' })
    expect(parseJunit(tasks.stdout)).toMatchObject({
      tests: '2',
      failures: '1',
      errors: '0',
      cases: [
        { name: "<task> 0 #|'", problems: [] },
        { name: "<task> 1 #|'", problems: [{ tag: 'failure', type: 'refused' }] },
      ],
    })
  })

  it('tap prints numbered lines and their plan', async () => {
    const { both, tasks } = await outputs('tap')
    expect(both.stdout).toMatch(
      /^TAP version 14\nok 1 - .*\nnot ok 2 - .*\n {2}---\n[\s\S]*\n {2}\.\.\.\n1\.\.2\n$/,
    )
    expect(tasks.stdout).toContain("\nok 1 - <task> 0 \\#|'")
  })

  it('nagios prints one line with performance data and uses the codes of that world', async () => {
    const { good, bad, both, tasks } = await outputs('nagios')
    expect([good.code, bad.code, both.code, tasks.code]).toEqual([0, 2, 2, 2])
    expect(good.stdout).toMatch(
      /^TCP OK - 127\.0\.0\.1:\d+ connected in [\d.]+ s \| time=[\d.]+s;;10;0;10\n$/,
    )
    expect(bad.stdout).toMatch(
      /^TCP CRITICAL - 127\.0\.0\.1:\d+ Connection refused \(fault: target\) \| time=U\n$/,
    )
    expect(both.stdout).toMatch(
      /^TCP CRITICAL - 1 of 2 OK: .* \| '127\.0\.0\.1:\d+'=[\d.]+s;;10;0;10 '127\.0\.0\.1:\d+'=U\n$/,
    )
    expect(tasks.stdout).toContain("'<task> 0 #/'''=")
  })

  it('nagios says UNKNOWN with exit code 3 for a fault of this machine', async () => {
    await using open = await listening()
    await using holder = await listening()
    const flags = ['--source-port', String(holder.port), '-o', 'nagios']
    const { code, stdout } = await runCommand([`127.0.0.1:${open.port}`, ...flags])
    expect(stdout).toMatch(
      /^TCP UNKNOWN - .* Port in use: another program .* \(fault: local\) \| time=U\n$/,
    )
    expect(code).toBe(3)
  })

  it('human is what is printed where nothing is asked for', async () => {
    await using open = await listening()
    const target = `127.0.0.1:${open.port}`
    for (const args of [[target], [target, '-o', 'human']]) {
      expect((await runCommand(args)).stdout).toMatch(
        new RegExp(`^✔ ${target} connected in .*\\n$`),
      )
    }
  })
})
