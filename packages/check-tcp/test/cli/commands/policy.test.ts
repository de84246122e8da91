import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listening } from '../../support/listening.js'
import { COMMAND, RunningCommand, runCommand } from '../support/run-command.js'
import { temporaryFolder } from '../support/temporary-folder.js'

const DENY_LOOPBACK = 'rules:\n  - allow: { ports: [65000] }\n  - deny: { networks: [loopback] }\n'

describe('a policy file', () => {
  it('denies what its rules deny, names the rule, and gives exit code 3', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.yaml')
    writeFileSync(file, DENY_LOOPBACK)
    await using open = await listening()
    const { code, stdout } = await runCommand([
      ...[`127.0.0.1:${open.port}`, '--policy', file, '--output', 'json'],
    ])
    expect(JSON.parse(stdout)).toMatchObject({
      error: 'Denied by policy',
      details: {
        failure: 'denied_by_policy',
        fault: 'policy',
        cause: `${file}:3 deny networks loopback`,
      },
    })
    expect(code).toBe(3)
    expect(open.connections()).toBe(0)
  })

  it('is found by the environment and in the configuration folder, and named with --verbose', async () => {
    await using folder = await temporaryFolder()
    mkdirSync(join(folder.path, 'check-tcp'))
    const file = join(folder.path, 'check-tcp', 'policy.yaml')
    writeFileSync(file, DENY_LOOPBACK)
    for (const env of [{ CHECK_TCP_POLICY: file }, { XDG_CONFIG_HOME: folder.path }]) {
      const { code, stderr } = await runCommand(['127.0.0.1:1', '--verbose'], { env })
      expect(code).toBe(3)
      expect(stderr).toContain(`check-tcp: policy: ${file}\n`)
    }
  })

  it('that cannot be looked for lets nothing be checked', async () => {
    await using folder = await temporaryFolder()
    mkdirSync(join(folder.path, 'check-tcp'))
    symlinkSync('gone.yaml', join(folder.path, 'check-tcp', 'policy.yaml'))
    await using open = await listening()
    const target = `127.0.0.1:${open.port}`
    const env = { XDG_CONFIG_HOME: folder.path }
    for (const words of [[], ['wait'], ['watch'], ['explain'], ['policy', 'test']]) {
      const { code, stdout, stderr } = await runCommand([...words, target], { env })
      const file = `${folder.path}/check-tcp/policy.yaml`
      const why = `${file} is a dangling link`
      const message = `it is not known whether there is a policy, so nothing is checked: ${why}`
      expect({ code, stdout, stderr }).toEqual({
        ...{ code: 2, stdout: '', stderr: `check-tcp: ${file}: ${message}\n` },
      })
    }
    expect(open.connections()).toBe(0)
  })

  it('that everybody can write to lets root check nothing, and warns others', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.yaml')
    writeFileSync(file, DENY_LOOPBACK)
    chmodSync(file, 0o666)
    const { code, stderr } = await runCommand(['127.0.0.1:1', '--policy', file])
    expect(stderr).toContain(`${file} is writable by others than its owner (mode 0666)`)
    expect(code).toBe(process.geteuid?.() === 0 ? 2 : 3)
  })

  it('is taken from a pipe', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.yaml')
    writeFileSync(file, DENY_LOOPBACK)
    const words = '"$0" "$1" 127.0.0.1:1 --policy <(cat "$2")'
    const command = new RunningCommand('bash', ['-c', words, process.execPath, COMMAND, file])
    command.endInput()
    expect(await command.finished).toMatchObject({ code: 3, stderr: '' })
  })

  it('is tried out without sending anything', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.yaml')
    writeFileSync(file, DENY_LOOPBACK)
    const { code, stdout } = await runCommand([
      ...['policy', 'test', 'localhost:80', '127.0.0.1:65000', '192.0.2.1:80', '--policy', file],
    ])
    expect(code).toBe(3)
    expect(stdout).toContain(`localhost:80 (127.0.0.1) denied - ${file}:3 deny networks loopback\n`)
    expect(stdout).toContain(`127.0.0.1:65000 (127.0.0.1) allowed - ${file}:2 allow ports 65000\n`)
    expect(stdout).toContain('192.0.2.1:80 (192.0.2.1) allowed - default: allow\n')
  })

  it('has every mistake told at its place, and nothing is sent', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.yaml')
    const lines = [
      'rules:',
      '  - deny: { networks: [10.0.0.0/99, privat], prots: 1 }',
      '  - forbid: {}',
      '  - allow: { ports: [70000] }',
      'defualt: deny',
      '',
    ]
    writeFileSync(file, lines.join('\n'))
    await using open = await listening()
    const { code, stderr } = await runCommand([`127.0.0.1:${open.port}`, '--policy', file])
    expect(code).toBe(2)
    const places = [...stderr.matchAll(/policy\.yaml:(\d+:\d+): /g)].map(([, place]) => place)
    expect(places).toEqual(['2:24', '2:37', '2:46', '3:5', '4:22', '5:1'])
    expect(stderr).toContain('did you mean `ports`?')
    expect(stderr).toContain('did you mean `default`?')
    expect(open.connections()).toBe(0)
  })

  it('limits the rate, says what was waited, and who keeps to it', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.yaml')
    writeFileSync(file, 'limits: { per_host: 5 }\n')
    await using open = await listening()
    const args = ['--targets', '-', '--ordered', '-o', 'ndjson', '--policy', file, '--verbose']
    const stdin = `127.0.0.1:${open.port}\n`.repeat(5)
    const { code, stdout, stderr } = await runCommand(args, { stdin })
    expect(code).toBe(0)
    expect(stderr).toContain('check-tcp: limits: shared by all check-tcp processes of this user\n')
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    for (const [index, { response_time, details }] of results.entries()) {
      if (index === 0) continue
      // Each is asked for a little later than the one before, more so on a busy machine, and waits so much less.
      expect(details.waited).toBeGreaterThan(results[index - 1].details.waited ?? 0)
      expect(Math.max(response_time, details.total_time)).toBeLessThan(details.waited)
    }
    expect(results.at(-1).details.waited).toBeGreaterThan(0.4)
  })

  it('has every mistake in its limits told at its place', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'policy.yaml')
    writeFileSync(file, 'limits: { rate: 0, per_hots: 1, per_target: fast }\n')
    const { code, stderr } = await runCommand(['127.0.0.1:1', '--policy', file])
    expect(code).toBe(2)
    const places = [...stderr.matchAll(/policy\.yaml:(\d+:\d+): /g)].map(([, place]) => place)
    expect(places).toEqual(['1:17', '1:20', '1:45'])
    expect(stderr).toContain('`rate` must be a number of connections per second above 0, got 0')
    expect(stderr).toContain('did you mean `per_host`?')
  })

  it('that is missing is one clear message', async () => {
    const { code, stderr } = await runCommand(['127.0.0.1:1', '--policy', '/nowhere.yaml'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'check-tcp: /nowhere.yaml: does not exist\n',
    })
  })
})

it('the example policy does what its comments say', async () => {
  const file = 'examples/policies/checks.yaml'
  const targets = ['127.0.0.1:5432', '127.0.0.1:22', '169.254.169.254:80', '10.0.0.1:80']
  const { stdout } = await runCommand([
    ...['policy', 'test', ...targets, '192.0.2.1:80', '--policy', file, '-o', 'json'],
  ])
  const decisions = stdout
    .trim()
    .split('\n')
    .flatMap((line) => JSON.parse(line).decisions)
  expect(decisions.map(({ allowed }) => allowed)).toEqual([true, false, false, false, true])
})
