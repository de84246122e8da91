import { expect } from 'vitest'
import { runProgram } from './run-program.js'

/** Milliseconds of processor time: what a program may expect to wait for its own timers beside the checks. */
const TURN_MS = 20
const MAX_RUNS = 5

/**
 * Runs a program that measures how long its event loop keeps timers waiting: once while `work` (statements of a module,
 * which may `await`) is under way, and once while every turn of the loop spends 20 ms of processor time on nothing else.
 * Fails unless the 99th percentile beside the work is the shorter one. A busy machine stretches both alike.
 *
 * @param prepare statements before: imports, and what warms the code up
 * @param work statements that are measured; `startMeasuring()` leaves out what came before it
 * @param holds is given what the work put into `report`, after each run
 */
export async function expectShortTurns(
  prepare: string,
  work: string,
  holds: (report: unknown) => void,
): Promise<void> {
  let best = Number.POSITIVE_INFINITY
  // Other work may hit one half of a run harder than the other, so one fair run says it.
  for (let run = 0; run < MAX_RUNS && best >= 1; run++) {
    const { stdout, stderr } = await runProgram(program(prepare, work))
    expect(stderr).toBe('')
    const measured: { beside: number; held: number; report: unknown } = JSON.parse(stdout)
    const { beside, held, report } = measured
    console.log(`event loop delay at p99: ${beside} ms, with turns of ${TURN_MS} ms ${held} ms`)
    holds(report)
    best = Math.min(best, beside / held)
  }
  expect(best).toBeLessThan(1)
}

const program = (prepare: string, work: string) => `
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  import { setImmediate as nextTurn } from 'node:timers/promises'
  ${prepare}
  const measure = async (work) => {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const report = await work(() => delay.reset())
    delay.disable()
    return { p99: delay.percentile(99) / 1e6, report }
  }
  const cpuMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e3 }
  const held = await measure(async () => {
    for (let turn = 0; turn < 50; turn++) {
      const end = cpuMs() + ${TURN_MS}
      while (cpuMs() < end);
      await nextTurn()
    }
  })
  const beside = await measure(async (startMeasuring) => { let report; ${work}; return report })
  console.log(JSON.stringify({ beside: beside.p99, held: held.p99, report: beside.report }))
`
