import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { closedPort, listening } from '../../support/listening.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand, startCommand } from '../support/run-command.js'
import { startOnTerminal } from '../support/run-on-terminal.js'
import { temporaryFolder } from '../support/temporary-folder.js'

describe('check-tcp wait for several targets', () => {
  it('ends when the last of all is open', async () => {
    await using first = await listening()
    await using last = await listening()
    const { port, server } = last
    await new Promise((resolve) => server.close(resolve))
    const targets = [`127.0.0.1:${port}`, `127.0.0.1:${first.port}`]
    const asked = once(first.server, 'connection')
    const command = startCommand(['wait', ...targets, '--interval', '0.05'])
    await asked
    server.listen(port, '127.0.0.1')
    const { code, stdout, stderr } = await command.finished
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.match(/^✔ \S+/gm)).toEqual([`✔ 127.0.0.1:${first.port}`, `✔ 127.0.0.1:${port}`])
  })

  it('ends with the first of any, and waits for the others no longer', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const args = ['wait', `127.0.0.1:${closed.port}`, `127.0.0.1:${open.port}`]
    const { code, stdout, stderr } = await runCommand([...args, '--any', '--for', '3600'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^✔ 127\\.0\\.0\\.1:${open.port} connected in .*\\n$`))
  })

  it('names each that was missing when time is over, and none that was open', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    await using other = await heldClosedPort()
    const missing = [`127.0.0.1:${closed.port}`, `127.0.0.1:${other.port}`]
    const args = ['wait', ...missing, `127.0.0.1:${open.port}`, '--for', '0.3']
    const { code, stdout, stderr } = await runCommand(args)
    expect(code).toBe(1)
    expect(stderr).toBe(
      missing.map((one) => `check-tcp: ${one} was not open within 0.3 s\n`).join(''),
    )
    expect(stdout).not.toContain(`:${open.port} `)
  })

  it('ends at once where one of all may not be checked, and goes on where any is enough', async () => {
    await using folder = await temporaryFolder()
    await using open = await listening()
    const denied = await closedPort()
    const rules = `rules: [{ deny: { ports: ["${denied}"] } }]\n`
    const policy = await folder.write('policy.yaml', rules)
    const closed = await closedPort()
    const wait = ['wait', `127.0.0.1:${denied}`, '--policy', policy, '--for', '3600']
    const all = await runCommand([...wait, `127.0.0.1:${closed}`])
    expect(all.code).toBe(3)
    expect(all.stderr).toMatch(/^check-tcp: \S+ may not be checked: denied by .*\n$/)
    expect((await runCommand([...wait, `127.0.0.1:${open.port}`, '--any'])).code).toBe(0)
  })

  it('takes targets from files, each once, and refuses every line that it cannot read', async () => {
    await using folder = await temporaryFolder()
    await using open = await listening()
    const lines = `# databases\n127.0.0.1 ${open.port}\n127.0.0.1:${open.port}  # again\n\n`
    const good = await folder.write('targets.txt', lines)
    const bad = await folder.write('bad.txt', 'db\nlocalhost:1:2:3\n')
    const read = await runCommand(['wait', '--targets', good, '--targets', good])
    expect(read).toMatchObject({ code: 0, stderr: '' })
    expect(read.stdout.match(/✔/g)).toHaveLength(1)
    const refused = await runCommand(['wait', '--targets', good, '--targets', bad])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain(`${bad}:1: "db" has no port`)
    expect(refused.stderr).toContain(`${bad}:2: "localhost:1:2:3" is not HOST:PORT`)
    const empty = await folder.write('empty.txt', '# nothing\n')
    expect((await runCommand(['wait', '--targets', empty])).stderr).toContain('has no targets')
  })

  it('wants a greeting where that is asked for', async () => {
    await using silent = await listening()
    await using greets = await listening((socket) => socket.write('220 mail ESMTP\r\n'))
    const wait = ['wait', '--banner', '--timeout', '0.3', '--for', '0.4']
    const target = `127.0.0.1:${silent.port}`
    const { code, stderr } = await runCommand([...wait, target])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `check-tcp: ${target} is open, but it said nothing within 0.4 s\n`,
    })
    expect((await runCommand([...wait, `127.0.0.1:${greets.port}`])).code).toBe(0)
  })

  it('says what came instead of the text that was asked for', async () => {
    await using greets = await listening((socket) => socket.write('220 mail ESMTP\r\n'))
    const target = `127.0.0.1:${greets.port}`
    const wait = ['wait', target, '--timeout', '0.1', '--for', '0.4']
    expect((await runCommand([...wait, '--receive', '220'])).code).toBe(0)
    const { code, stderr } = await runCommand([...wait, '--receive', 'SSH-2.0'])
    expect(code).toBe(1)
    expect(stderr).toBe(
      `check-tcp: ${target} is open, but it did not say what was asked for within 0.4 s; it said "220 mail ESMTP"\n`,
    )
  })

  it('says that none of several was open where one was enough', async () => {
    await using closed = await heldClosedPort()
    await using other = await heldClosedPort()
    const targets = [`127.0.0.1:${closed.port}`, `127.0.0.1:${other.port}`]
    const { code, stderr } = await runCommand(['wait', ...targets, '--any', '--for', '0.3'])
    expect(code).toBe(1)
    expect(stderr).toBe('check-tcp: none of 2 targets was open within 0.3 s\n')
    await using silent = await listening()
    const unanswered = [`127.0.0.1:${silent.port}`, `127.0.0.1:${closed.port}`]
    const greeting = ['--any', '--banner', '--timeout', '0.1', '--for', '0.3']
    expect((await runCommand(['wait', ...unanswered, ...greeting])).stderr).toBe(
      'check-tcp: none of 2 targets was open and answered as asked for within 0.3 s\n' +
        `check-tcp: ${unanswered[0]} is open, but it said nothing within 0.3 s\n`,
    )
  })

  it('shows on a terminal what is missing, and why', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const command = startOnTerminal(['wait', `127.0.0.1:${open.port}`, target, '--for', '3600'])
    await command.seen('stdout', /waiting for all 2 targets to be open: 1 of 2 so far, \d+ s left/)
    await command.seen('stdout', new RegExp(` {2}${target}: Connection refused`))
    command.write('\u0003')
    expect((await command.finished).code).toBe(130)
  })
})
