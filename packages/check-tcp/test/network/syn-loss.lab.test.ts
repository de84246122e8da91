import type { CheckResult } from 'check-tcp'
import { createLab, dropFirstSyns, labRequirements, servicesOn, startProber } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'

const CHECKS_OF_EACH = 100
/** Few enough that to begin them takes a busy machine no part of a second. */
const AT_ONCE = 200
/** Other work may keep one run waiting, so one fair run says it. */
const MAX_RUNS = 3
const LOST = [0, 1, 2, 3]
/** One port for each number of lost SYNs. */
const FIRST_PORT = 2000
/** Seconds by which a handshake may outlast its retransmissions on a busy machine and still be "about" as long. */
const ABOUT = 0.5

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available).each(ENGINES)(`lost SYNs, %s engine${leftOut}`, (engine) => {
  for (const family of [4, 6] as const) {
    it(`are counted as losses, and cost a second each (IPv${family})`, async () => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await using prober = await startProber(lab.prober, { engine })
      for (const lost of LOST) {
        await services.listen({ port: FIRST_PORT + lost })
        await dropFirstSyns(lab.target, { port: FIRST_PORT + lost, family }, lost)
      }
      const host = family === 4 ? lab.target.ipv4 : lab.target.ipv6
      const losses = LOST.flatMap((lost) => Array<number>(CHECKS_OF_EACH).fill(lost))
      const checks = losses.map((lost) => ({ host, port: FIRST_PORT + lost, timeout: 8 }))
      let inexact: readonly CheckResult[] = []
      for (let run = 0; run === 0 || (inexact.length > 0 && run < MAX_RUNS); run++) {
        const results = await prober.checkAll(checks, AT_ONCE)
        expect(results.map(({ details }) => details.syn_retransmits)).toEqual(losses)
        inexact = results.filter(({ response_time }, index) => {
          const lost = losses[index] ?? 0
          expect(response_time).toBeGreaterThanOrEqual(lost)
          return response_time > lost + ABOUT
        })
      }
      expect(inexact).toEqual([])
    })
  }
})
