import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'

/** As it is built, since its thread has a file of its own. */
const GUARD = new URL('../../dist/daemon/hang-guard.js', import.meta.url).href

const HANG_MS = 2_000

/** A program under a fast guard, which runs `code` and then says so. */
function start(code: string) {
  const program = `
    import { HangGuard } from '${GUARD}'
    const guard = new HangGuard({ beatEveryMs: 50, hangMs: ${HANG_MS}, stepMs: 50 })
    ${code}
  `
  const args = ['--input-type=module', '--eval', program]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, ended, lines, stderr: () => stderr }
}

/** The state of a process, as proc_pid_stat(5) has it: T for stopped. */
function isStopped(pid: number | undefined): boolean {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).startsWith('T')
}

describe('the guard against a hang', () => {
  it('ends a process whose main thread hangs, with one line that says so', async () => {
    const { ended, child, stderr } = start('for (;;) {}')
    const closed = once(child, 'close')
    expect(await ended).toEqual({ code: null, signal: 'SIGABRT' })
    await closed
    const { level, msg } = JSON.parse(stderr())
    expect(level).toBe('fatal')
    expect(msg).toBe('the main thread has not answered for 2 s; the process ends')
  })

  const stoppable = process.platform === 'linux'
  it.runIf(stoppable)('lets a process live that was stopped for longer than that', async () => {
    const echo = `process.stdin.on('data', (data) => process.stdout.write(data))
        console.log('ready')`
    const { child, ended, lines, stderr } = start(echo)
    await lines.next()
    child.kill('SIGSTOP')
    while (!isStopped(child.pid)) await new Promise(setImmediate)
    // Time is what is tried here: more of it than a hang may last.
    await new Promise((resolve) => setTimeout(resolve, 2 * HANG_MS))
    child.kill('SIGCONT')
    child.stdin.write('still here\n')
    expect((await lines.next()).value).toBe('still here')
    child.stdin.end()
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(stderr()).toBe('')
  })

  it('does not keep a process alive, and gives up its thread when it is closed', async () => {
    expect(await start('').ended).toEqual({ code: 0, signal: null })
    const closed = start(
      'await guard.close(); const end = Date.now() + 3_000; while (Date.now() < end);',
    )
    expect(await closed.ended).toEqual({ code: 0, signal: null })
  })
})
