import type { CheckResult } from 'check-tcp'
import {
  createLab,
  type Lab,
  labRequirements,
  servicesOn,
  setEphemeralPorts,
  startProber,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'

const DESCRIPTORS = 64
const TARGETS = 10_000
const CONCURRENCY = 1_000
const OPEN = 2000
const CLOSED = 2001
const EPHEMERAL = { first: 40_000, last: 40_099 }
const CHECKS_OF_ONE = 3_000
const MUTE_CHECKS = 300

/** RFC 2544's range for measurements: 131,072 addresses. */
const MANY = '198.18.0.0/15'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** Makes every address of a range the target's. */
async function giveManyAddresses({ prober, target }: Lab): Promise<void> {
  await target.ip('route', 'add', 'local', MANY, 'dev', 'lo')
  await prober.ip('route', 'add', MANY, 'via', target.ipv4)
}

const lastTwoBytes = (index: number) => `${index >> 7}.${(index & 127) + 1}`

/** Every tenth target refuses. */
const isOpen = (index: number) => index % 10 !== 3

function verdictOf({ details }: CheckResult): string {
  return details.failure ?? 'connected'
}

function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

// `auto` too: it moves from one engine to the other while descriptors run short, and both share the ports.
describe.skipIf(!labs.available).each([...ENGINES, 'auto' as const])(
  `what this machine runs short of, %s engine${leftOut}`,
  (engine) => {
    it.each([
      ['of this machine', '127.0'],
      ['of another machine', '198.18'],
    ])('fails none of 10,000 addresses %s for want of more than 64 descriptors', async (_, net) => {
      await using lab = await createLab()
      await giveManyAddresses(lab)
      await using onTarget = servicesOn(lab.target)
      await using onProber = servicesOn(lab.prober)
      for (const services of [onTarget, onProber]) await services.listen({ port: OPEN })
      await using prober = await startProber(lab.prober, { engine, descriptorLimit: DESCRIPTORS })
      const checks = Array.from({ length: TARGETS }, (_, index) => {
        const host = `${net}.${lastTwoBytes(index)}`
        // A busy machine may keep them waiting for a descriptor for longer than the default.
        return { host, port: isOpen(index) ? OPEN : CLOSED, timeout: 120 }
      })

      const results = await prober.checkAll(checks, CONCURRENCY)

      const wrong = results.filter(
        (result, index) => verdictOf(result) !== (isOpen(index) ? 'connected' : 'refused'),
      )
      expect(wrong).toEqual([])
      // The kernel was asked for its own account of every handshake, however short descriptors were.
      const unmeasured = results.filter(
        ({ connected, response_time, details }) =>
          connected && response_time === details.connect_time,
      )
      expect(unmeasured).toEqual([])
    })

    it('fails no check of services that never close for want of descriptors', async () => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await services.listen({ port: OPEN, behaviour: 'mute' })
      await using prober = await startProber(lab.prober, { engine, descriptorLimit: DESCRIPTORS })
      // With a whole second's farewell for each, this would take twice the timeout.
      const check = { host: lab.target.ipv4, port: OPEN, timeout: 3 }
      const results = await prober.checkAll(Array(MUTE_CHECKS).fill(check), CONCURRENCY)
      expect(count(results.map(verdictOf))).toEqual({ connected: MUTE_CHECKS })
    })

    it('fails none of 3,000 checks of one target for want of more than 100 ports', async () => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await services.listen({ port: OPEN })
      await setEphemeralPorts(lab.prober, EPHEMERAL.first, EPHEMERAL.last)
      await using prober = await startProber(lab.prober, { engine })
      const check = { host: lab.target.ipv4, port: OPEN }
      const results = await prober.checkAll(Array(CHECKS_OF_ONE).fill(check), CONCURRENCY)
      expect(count(results.map(verdictOf))).toEqual({ connected: CHECKS_OF_ONE })
    })
  },
)
