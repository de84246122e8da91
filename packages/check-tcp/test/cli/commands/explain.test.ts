import { describe, expect, it } from 'vitest'
import { explanationProblems } from '../../explain/explanation-problems.js'
import { listening } from '../../support/listening.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand } from '../support/run-command.js'
import { temporaryFolder } from '../support/temporary-folder.js'

describe('check-tcp explain', () => {
  it('says in its first line why nothing connects, and whose fault it is', async () => {
    await using closed = await heldClosedPort()
    const { code, stdout, stderr } = await runCommand(['explain', `127.0.0.1:${closed.port}`])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout.split('\n')[0]).toMatch(/^✘ .* 127\.0\.0\.1.* - fault: target, \w+$/)
    expect(stdout).toContain(`$ ss -ltnp 'sport = :${closed.port}'`)
    expect(stdout).toContain('Path:\n  this machine')
    expect(stdout).toContain('Not asked:\n')
  })

  it('prints an explanation that fits the published schema', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    for (const { port } of [open, closed]) {
      const { stdout } = await runCommand(['explain', `localhost:${port}`, '--output', 'json'])
      expect(explanationProblems(JSON.parse(stdout))).toEqual([])
    }
  })

  it('ends with 0 where the port connects, and says that it is reachable', async () => {
    await using open = await listening()
    const { code, stdout } = await runCommand(['explain', '127.0.0.1', String(open.port)])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^✔ .* is reachable: .* - fault: none, certain$/m)
  })

  it('compares with the ports and the address that it is given', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const flags = ['--ports', String(open.port), '--address', '127.0.0.1', '--output', 'json']
    const { stdout } = await runCommand(['explain', `127.0.0.1:${closed.port}`, ...flags])
    const { evidence } = JSON.parse(stdout)
    expect(evidence.control_ports).toContainEqual(
      expect.objectContaining({ port: open.port, unused: false, connected: true }),
    )
    expect(evidence.addresses.other).toMatchObject({ address: '127.0.0.1', connected: false })
  })

  it.each([
    [
      ['explain', 'localhost:1', '--ports', '22,x'],
      '--ports must be an integer from 1 to 65535, got "x"',
    ],
    [['explain', 'localhost:1', '--address', 'db'], '--address must be an IP address, got "db"'],
    [
      ['explain', 'localhost:1', 'localhost:2'],
      'explain takes one target; write check-tcp explain localhost:1',
    ],
    [
      ['explain', 'localhost:1', '--deadline', '0'],
      '--deadline must be a number of seconds above 0 and up to 600, or a duration such as 5m, got "0"',
    ],
  ])('%j is refused', async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args)
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `check-tcp: ${message}\n`,
    })
  })

  it('explains the failed tasks of a file that ask for it, in text and in JSON', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    await using folder = await temporaryFolder()
    const task = (name: string, port: number, more = '') =>
      `- {name: ${name}, plugin: check_tcp_connection, ${more}parameters: {host: 127.0.0.1, port: ${port}}}\n`
    const file = await folder.write(
      'tasks.yaml',
      task('asks', closed.port, 'explain: true, ') +
        task('connects', open.port, 'explain: true, ') +
        task('does-not-ask', closed.port),
    )
    const { stdout } = await runCommand(['run', file, '--output', 'json'])
    const [asks, connects, doesNot] = JSON.parse(stdout)
    expect(asks.explanation.reasons[0]).toMatchObject({ fault: 'target' })
    expect(asks.explanation).not.toHaveProperty('result')
    expect(connects).not.toHaveProperty('explanation')
    expect(doesNot).not.toHaveProperty('explanation')
    const human = await runCommand(['run', file])
    expect(human.stdout.match(/- fault: target, \w+\n/g)?.length).toBeGreaterThan(0)
  })

  it('refuses a task that asks with anything but true or false', async () => {
    await using folder = await temporaryFolder()
    const text = `- {name: a, plugin: check_tcp_connection, explain: often, parameters: {host: localhost, port: 1}}`
    const file = await folder.write('tasks.yaml', text)
    const { code, stderr } = await runCommand(['run', file])
    expect(code).toBe(2)
    expect(stderr).toContain('`explain` must be true or false, got "often" (string)')
  })
})
