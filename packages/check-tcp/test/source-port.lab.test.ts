import {
  createLab,
  labRequirements,
  servicesOn,
  setTcpTimestamps,
  startProber,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ENGINES } from './support/engines.js'

const RUNS = 20
const PORT = 2000
const SOURCE_PORT = 3000

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available).each(ENGINES)(
  `a fixed source port, %s engine${leftOut}`,
  (engine) => {
    for (const timestamps of [true, false]) {
      for (const family of [4, 6] as const) {
        const peer = `a target ${timestamps ? 'with' : 'without'} TCP timestamps (IPv${family})`

        it(`serves check after check of ${peer}`, async () => {
          await using lab = await createLab()
          await using services = servicesOn(lab.target)
          await using prober = await startProber(lab.prober, { engine })
          await setTcpTimestamps(lab.target, timestamps)
          await services.listen({ port: PORT })
          const host = family === 4 ? lab.target.ipv4 : lab.target.ipv6
          const check = { host, port: PORT, source_port: SOURCE_PORT }
          for (const atOnce of [1, RUNS]) {
            const results = await prober.checkAll(Array(RUNS).fill(check), atOnce)
            for (const { connected, details } of results) {
              expect([connected, details.source_port]).toEqual([true, SOURCE_PORT])
            }
          }
          expect(await services.closings(PORT, 2 * RUNS)).toEqual({ fin: 0, rst: 2 * RUNS })
        })
      }
    }

    it('serves a check while another connection from it waits in TIME_WAIT, where the target has timestamps', async () => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await using others = servicesOn(lab.prober)
      await using prober = await startProber(lab.prober, { engine })
      await services.listen({ port: PORT })
      for (let run = 0; run < RUNS; run++) {
        const source_port = SOURCE_PORT + run
        const target = { host: lab.target.ipv4, port: PORT }
        await others.hangUp(await others.dial({ ...target, sourcePort: source_port }))
        expect(await prober.check({ ...target, source_port })).toMatchObject({ connected: true })
      }
    })
  },
)
