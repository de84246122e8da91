import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { temporaryFolder } from './cli/support/temporary-folder.js'

/** Three processes that keep no pace together would take three times as many turns in their half second and more. */
const LATE_MS = 200
const TURNS_A_ROUND = 5

it('processes that are killed while they take turns keep the pace together', async () => {
  await using folder = await temporaryFolder()
  const module = new URL('../dist/policy/limits/shared-ledger.js', import.meta.url)
  // Each writes the monotonic time of every turn that it takes, as fast as it can.
  const program = `
    import { SharedLedger } from ${JSON.stringify(module.href)}
    const clock = { monotonicMs: () => performance.now() }
    const ledger = new SharedLedger(${JSON.stringify(folder.path)}, clock)
    for (;;) {
      if (!ledger.take('key', 10).taken) continue
      if (process.stdout.write(String(Number(process.hrtime.bigint()) / 1e6) + '\\n')) continue
      await new Promise((resolve) => process.stdout.once('drain', resolve))
    }`
  const times: number[] = []
  const startTaker = () => {
    const args = ['--input-type=module', '-e', program]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    const tookTurns = new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (text.split('\n').length > TURNS_A_ROUND) resolve()
      })
    })
    return {
      tookTurns,
      async kill() {
        child.kill('SIGKILL')
        await once(child, 'close')
        // The last line may have been cut off.
        times.push(...text.split('\n').slice(0, -1).map(Number))
      },
    }
  }
  for (let round = 0; round < 5; round++) {
    const takers = Array.from({ length: 3 }, startTaker)
    await Promise.race(takers.map(({ tookTurns }) => tookTurns))
    for (const taker of takers) await taker.kill()
  }
  times.sort((a, b) => a - b)
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0)
  expect(times.length).toBeGreaterThanOrEqual(5 * TURNS_A_ROUND)
  // One more at the beginning, and what a turn may be late; the first is written later than it was taken on a busy machine.
  expect(times.length).toBeLessThanOrEqual((spanMs + LATE_MS) / 10 + 2)
})
