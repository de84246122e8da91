import { describe, expect, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/ffi.js'
import { closedPort, listening } from '../support/listening.js'
import { runProgram } from '../support/run-program.js'

const loaded = loadFfi()
const leftOut = 'ffi' in loaded ? '' : ` (left out: ${loaded.because})`

const CHECKS = 30_000
const WARM_UP = 5_000
const CONCURRENCY = 1_000
/** What a program may expect of its own timers beside the checks. */
const MOST_DELAY_MS = 20
const MOST_RUNS = 5

interface Delay {
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

const measureDelay = (ports: readonly number[]) => `
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  import { createChecker, createEngine } from 'check-tcp'
  const checker = createChecker({ engine: await createEngine('native') })
  const ports = ${JSON.stringify(ports)}
  let done = 0
  async function work() {
    while (done < ${CHECKS}) {
      const index = done++
      const host = '127.0.' + (index >> 7 & 127) + '.' + ((index & 127) + 1)
      await checker.check({ host, port: ports[index % ports.length] })
      // The first calls of any code are slow.
      if (index === ${WARM_UP}) delay.enable()
    }
  }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  await Promise.all(Array.from({ length: ${CONCURRENCY} }, work))
  delay.disable()
  const ms = (percent) => delay.percentile(percent) / 1e6
  console.log(JSON.stringify({ p50: ms(50), p99: ms(99), longest: ms(100) }))
`

describe.skipIf(!('ffi' in loaded))(`1,000 native checks under way at any time${leftOut}`, () => {
  it('leave the event loop to the program, but for 20 ms at p99', async () => {
    await using open = await listening((socket) => socket.resume(), {}, '0.0.0.0')
    const ports = [open.port, await closedPort()]
    // Other work of the machine can only make it longer, so one quiet run says it.
    let shortestMs = Number.POSITIVE_INFINITY
    for (let run = 0; run < MOST_RUNS && shortestMs >= MOST_DELAY_MS; run++) {
      const { stdout, stderr } = await runProgram(measureDelay(ports))
      expect(stderr).toBe('')
      const { p50, p99, longest }: Delay = JSON.parse(stdout)
      console.log(`event loop delay: p50 ${p50} ms, p99 ${p99} ms, longest ${longest} ms`)
      shortestMs = Math.min(shortestMs, p99)
    }
    expect(shortestMs).toBeLessThan(MOST_DELAY_MS)
  })
})
