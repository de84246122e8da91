import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { listening } from '../../support/listening.js'
import { heldClosedPort } from '../support/held-closed-port.js'
import { runCommand, startCommand } from '../support/run-command.js'

/** Waits for an open port, then has Node run a program. */
async function waitThenRun(program: string) {
  await using open = await listening()
  return await runCommand(['wait', `127.0.0.1:${open.port}`, '--', process.execPath, '-e', program])
}

describe('check-tcp wait TARGET -- COMMAND', () => {
  it('leaves standard output to the command, and has its exit code', async () => {
    const { code, stdout, stderr } = await waitThenRun('console.log("ran"); process.exit(7)')
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'ran\n' })
    expect(stderr).toMatch(/^✔ \S+ connected in .*\n$/)
  })

  it('hands over standard input and every word as it is', async () => {
    await using open = await listening()
    const program = 'process.stdin.pipe(process.stdout); console.log(process.argv.slice(1))'
    const words = ['wait', `127.0.0.1:${open.port}`, '--', process.execPath, '-e', program]
    const { stdout } = await runCommand([...words, '--', '--for', 'a b'], { stdin: 'read me' })
    expect(stdout).toContain("[ '--for', 'a b' ]\n")
    expect(stdout).toContain('read me')
  })

  it('runs nothing where the wait was in vain, and says so', async () => {
    await using closed = await heldClosedPort()
    const target = `127.0.0.1:${closed.port}`
    const { code, stdout, stderr } = await runCommand([
      ...['wait', target, '--for', '0.2'],
      ...['--', 'echo', 'ran'],
    ])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/ was not open within 0\.2 s\ncheck-tcp: echo was not run\n$/)
  })

  it.each([
    ['no-such-program', 127, 'no-such-program cannot be run: no such file or directory'],
    ['/etc/passwd', 126, '/etc/passwd cannot be run: permission denied'],
  ])('says why %s cannot be run, with the exit code of a shell', async (file, code, message) => {
    await using open = await listening()
    const ended = await runCommand(['wait', `127.0.0.1:${open.port}`, '--', file])
    expect(ended.code).toBe(code)
    expect(ended.stderr).toContain(`check-tcp: ${message}\n`)
  })

  it('says by its exit code which signal ended the command', async () => {
    expect((await waitThenRun('process.kill(process.pid, "SIGKILL")')).code).toBe(137)
  })

  it('passes signals on to the command, and ends with it', async () => {
    await using open = await listening()
    const program = `
      process.on('SIGINT', () => { console.log('got it'); process.exit(3) })
      setInterval(() => {}, 1000)
      console.log('ready')`
    const command = startCommand([
      ...['wait', `127.0.0.1:${open.port}`],
      ...['--', process.execPath, '-e', program],
    ])
    await command.seen('stdout', /ready/)
    command.interrupt()
    expect(await command.finished).toMatchObject({ code: 3, stdout: 'ready\ngot it\n' })
  })

  it('is ended by Ctrl-C while it waits, and runs nothing then', async () => {
    await using open = await listening()
    const closing = ['--until', 'closed', '--interval', '0.05']
    const asked = once(open.server, 'connection')
    const command = startCommand([
      'wait',
      `127.0.0.1:${open.port}`,
      ...closing,
      '--',
      'echo',
      'ran',
    ])
    await asked
    command.interrupt()
    expect(await command.finished).toMatchObject({ code: 130, stdout: '' })
  })
})
