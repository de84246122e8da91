import type { CheckResult } from 'check-tcp'
import { createLab, labRequirements, setEphemeralPorts, startProber } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'

const PROBES = 20_000
const AT_ONCE = 16
/** Results travel between processes, so they come in portions. */
const PORTION = 1_000
const EPHEMERAL = { first: 40_000, last: 40_099 }
/** Linux gives connect(2) even source ports first, so that only even ports can meet themselves. */
const EVEN_PORTS = 50

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

function selfConnectsOf(result: CheckResult): number {
  const addresses = result.details.attempts.flatMap((attempt) => attempt.addresses)
  return addresses.reduce((sum, { self_connects = 0 }) => sum + self_connects, 0)
}

describe.skipIf(!labs.available).each(ENGINES)(
  `a closed port in the ephemeral range, %s engine${leftOut}`,
  (engine) => {
    it('never counts as connected, though connections to themselves come about', async () => {
      await using lab = await createLab()
      await setEphemeralPorts(lab.prober, EPHEMERAL.first, EPHEMERAL.last)
      await using prober = await startProber(lab.prober, { engine })
      const verdicts = new Map<string, number>()
      let selfConnects = 0
      for (let done = 0; done < PROBES; done += PORTION) {
        const checks = Array.from({ length: PORTION }, (_, index) => ({
          host: '127.0.0.1',
          port: EPHEMERAL.first + 2 * (index % EVEN_PORTS),
        }))
        for (const result of await prober.checkAll(checks, AT_ONCE)) {
          const verdict = result.details.failure ?? 'connected'
          verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
          selfConnects += selfConnectsOf(result)
        }
      }
      expect(Object.fromEntries(verdicts)).toEqual({ refused: PROBES })
      expect(selfConnects).toBeGreaterThan(100)
    })
  },
)
