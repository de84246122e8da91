import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { listening } from '../support/listening.js'
import { preload } from './preload.js'
import { heldClosedPort } from './support/held-closed-port.js'
import { parseJunit } from './support/parse-junit.js'
import { startCommand } from './support/run-command.js'
import { temporaryFolder } from './support/temporary-folder.js'

const READY = 'ready\n'

/** Starts a command, waits until it listens to Ctrl-C, and interrupts it. */
async function interruptWhenReady(args: readonly string[]) {
  const command = startCommand(args, { nodeArguments: preload('tell-ready') })
  await command.seen('stderr', /ready\n/)
  command.interrupt()
  return command.finished
}

describe('Ctrl-C', () => {
  it('ends a check with exit code 130, its result being that it was cancelled', async () => {
    await using closed = await heldClosedPort()
    const forEver = ['--attempts', '2', '--retry-delay', '3600', '-o', 'json']
    const ended = await interruptWhenReady([`127.0.0.1:${closed.port}`, ...forEver])
    expect(ended).toMatchObject({ code: 130, stderr: READY })
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: 'Cancelled',
      details: { fault: 'local' },
    })
  })

  it('leaves the results that were finished, each format closed as it should be', async () => {
    await using open = await listening()
    await using last = await listening()
    await using closed = await heldClosedPort()
    await using folder = await temporaryFolder()
    const task = (name: string, port: number, more = '') =>
      `- {name: ${name}, plugin: check_tcp_connection, parameters: {host: 127.0.0.1, port: ${port}${more}}}\n`
    const file = await folder.write(
      'tasks.yaml',
      task('first', open.port) +
        task('endless', closed.port, ', attempts: 2, retry_delay: 3600') +
        task('last', last.port),
    )
    const run = async (output: string) => {
      const command = startCommand(['run', file, '--concurrency', '2', '-o', output])
      // The last one begins when the first is finished; whether it is finished itself is open.
      await once(last.server, 'connection')
      command.interrupt()
      const { code, stdout } = await command.finished
      expect(code).toBe(130)
      return stdout
    }
    const expectNames = (names: readonly string[]) => {
      expect(names[0]).toBe('first')
      expect(names).not.toContain('endless')
    }
    expectNames(JSON.parse(await run('json')).map(({ name }: { name: string }) => name))
    const lines = (await run('ndjson')).trimEnd().split('\n')
    expectNames(lines.map((line) => JSON.parse(line).name))
    const junit = parseJunit(await run('junit'))
    expectNames(junit.cases.map(({ name }: { name: string }) => name))
    expect(await run('tap')).toMatch(
      /^TAP version 14\nok 1 - first: .*\n(ok 2 - last: .*\n)?Bail out! Interrupted\n$/,
    )
    expect(await run('human')).toMatch(
      /^✔ first: .*\n(✔ last: .*\n)?\d checks?, then interrupted: /,
    )
    expect(await run('nagios')).toMatch(/^TCP UNKNOWN - .*, then interrupted.* \| /)
  })

  it('ends --targets while standard input is still open', async () => {
    await using open = await listening()
    const command = startCommand(['--targets', '-', '-o', 'json'])
    command.write(`127.0.0.1:${open.port}\n`)
    await command.seen('stdout', /"success"/)
    command.interrupt()
    const { code, stdout, stderr } = await command.finished
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject([{ status: 'success' }])
  })

  it('ends watch with its summary', async () => {
    await using open = await listening()
    const command = startCommand(['watch', `127.0.0.1:${open.port}`, '--interval', '3600'])
    await command.seen('stdout', /connected in/)
    command.interrupt()
    const { code, stdout } = await command.finished
    expect(code).toBe(130)
    expect(stdout).toMatch(/\n1 check in .*: 1 connected, 0% failed\nmin /)
  })

  it('ends wait, which says how far it had come', async () => {
    await using open = await listening()
    await using closed = await heldClosedPort()
    const missing = `127.0.0.1:${closed.port}`
    const one = await interruptWhenReady(['wait', missing, '--interval', '3600'])
    expect(one).toMatchObject({ code: 130, stdout: '' })
    expect(one.stderr).toMatch(
      /^ready\ncheck-tcp: interrupted; 127\.0\.0\.1:\d+ was not open(: Connection refused| yet)\n$/,
    )
    const asked = once(open.server, 'connection')
    const several = startCommand(['wait', missing, `127.0.0.1:${open.port}`, '--', 'echo', 'ran'])
    await asked
    several.interrupt()
    const { code, stdout, stderr } = await several.finished
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(
      /^check-tcp: interrupted\ncheck-tcp: .*\ncheck-tcp: .*\ncheck-tcp: echo was not run\n$/,
    )
    expect(stderr).toContain(`check-tcp: ${missing} was not open`)
  })

  it('ends plugin while it waits for its parameters', async () => {
    const ended = await interruptWhenReady(['plugin', 'check_tcp_connection'])
    expect(ended).toEqual({ code: 130, stdout: '', stderr: READY })
  })

  it('ends a command that waits for somebody to write to a named pipe', async () => {
    await using folder = await temporaryFolder()
    const pipe = `${folder.path}/pipe`
    execFileSync('mkfifo', [pipe])
    for (const args of [
      ['run', pipe],
      ['--targets', pipe, '-o', 'ndjson'],
      ['127.0.0.1:1', '--policy', pipe],
      ['policy', 'test', '127.0.0.1:1', '--policy', pipe],
      ['audit', 'show', '--policy', pipe],
    ]) {
      const { code, stdout, stderr } = await interruptWhenReady(args)
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: READY })
      // Ended by the signal itself, which a shell shows as 130 too.
      expect([130, null]).toContain(code)
    }
  })

  it('ends the process at once when it comes a second time', async () => {
    // A service that never closes keeps the polite close waiting, here for an hour.
    await using open = await listening(() => {}, { allowHalfOpen: true })
    const args = [`127.0.0.1:${open.port}`]
    const command = startCommand(args, { nodeArguments: preload('endless-seconds') })
    await command.seen('stdout', /connected in .*\n/)
    command.interrupt()
    let ended = false
    const finished = command.finished.finally(() => {
      ended = true
    })
    // Two signals that come together are one to the kernel, so the second is sent until it has its effect.
    while (!ended) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      command.interrupt()
    }
    expect((await finished).code).toBe(130)
  })
})
