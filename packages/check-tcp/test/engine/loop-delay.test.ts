import { describe, it } from 'vitest'
import { loadFfi } from '../../dist/engine/native/kernel/ffi.js'
import { closedPort, listening } from '../support/listening.js'
import { expectShortTurns } from '../support/loop-delay.js'

const loaded = loadFfi()
const leftOut = 'ffi' in loaded ? '' : ` (left out: ${loaded.because})`

const CHECKS = 30_000
const WARM_UP = 5_000
const CONCURRENCY = 1_000

describe.skipIf(!('ffi' in loaded))(`1,000 native checks under way at any time${leftOut}`, () => {
  it('keep the event loop from the program for less than 20 ms of work at p99', async () => {
    await using open = await listening((socket) => socket.resume(), {}, '0.0.0.0')
    const ports = [open.port, await closedPort()]
    const prepare = `
      import { createChecker, createEngine } from 'check-tcp'
      const checker = createChecker({ engine: await createEngine('native') })
      const ports = ${JSON.stringify(ports)}`
    const work = `
      let done = 0
      const checkOn = async () => {
        while (done < ${CHECKS}) {
          const index = done++
          const host = '127.0.' + (index >> 7 & 127) + '.' + ((index & 127) + 1)
          await checker.check({ host, port: ports[index % ports.length] })
          // The first calls of any code are slow.
          if (index === ${WARM_UP}) startMeasuring()
        }
      }
      await Promise.all(Array.from({ length: ${CONCURRENCY} }, checkOn))`
    await expectShortTurns(prepare, work, () => {})
  })
})
