import { addHostNames, createLab, drop, labRequirements, startProber } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { PORT, toName } from './situation.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** Seconds that a machine with much to do may add. */
const LATE = 1

async function timed<T>(work: Promise<T>): Promise<{ readonly came: T; readonly seconds: number }> {
  const startMs = performance.now()
  const came = await work
  return { came, seconds: (performance.now() - startMs) / 1_000 }
}

/** A host with an address in each family, whose port is refused in one and silent in the other. */
async function halfSilent(silent: 4 | 6) {
  const lab = await createLab()
  await drop(lab.target, { port: PORT, family: silent })
  await addHostNames(lab.prober, { 'name.test': [lab.target.ipv6, lab.target.ipv4] })
  return lab
}

describe.skipIf(!labs.available)(`how long an explanation takes${leftOut}`, () => {
  it.concurrent.each([4, 6] as const)(
    'does not wait its timeout for a silent IPv%i when the other family has refused',
    async (silent) => {
      await using lab = await halfSilent(silent)
      await using prober = await startProber(lab.prober)
      const timeout = 30
      const { came, seconds } = await timed(
        prober.explain({ ...toName(), timeout }, { deadline: 4 }),
      )
      expect(seconds).toBeLessThan(timeout)
      const { details } = came.result
      expect(details).toMatchObject({ failure: 'refused', fault: 'target' })
      const addresses = details.attempts[0]?.addresses ?? []
      const waited = addresses.find(({ family }) => family === silent)
      expect(waited).toMatchObject({ failure: 'timeout' })
      // As far as it was waited for, no more and no less.
      expect(waited?.connect_time).toBeLessThanOrEqual(details.total_time)
      expect(waited?.connect_time).toBeGreaterThan(1)
      expect(came.reasons.map(({ reason }) => reason)).toEqual([
        'nothing_listens',
        'one_family_is_a_black_hole',
      ])
    },
  )

  it.concurrent('leaves a plain check its whole timeout', async () => {
    await using lab = await halfSilent(6)
    await using prober = await startProber(lab.prober)
    const timeout = 3.5
    const { details } = await prober.check({ ...toName(), timeout })
    expect(details.failure).toBe('refused')
    expect(details.total_time).toBeGreaterThanOrEqual(timeout - 0.1)
  })

  it.concurrent.each([
    { timeout: 0.5, attempts: 3, retry_delay: 0.2 },
    { timeout: 1.5, attempts: 1, retry_delay: 1 },
  ])('ends within its attempts and the deadline together: %o', async (parameters) => {
    await using lab = await createLab()
    await drop(lab.target, { port: PORT })
    await addHostNames(lab.prober, { 'name.test': [lab.target.ipv6, lab.target.ipv4] })
    await using prober = await startProber(lab.prober)
    const deadline = 1
    const { timeout, attempts, retry_delay } = parameters
    const { came, seconds } = await timed(
      prober.explain({ ...toName(), ...parameters }, { deadline }),
    )
    expect(came.result.details.failure).toBe('timeout')
    const most = attempts * timeout + (attempts - 1) * retry_delay + deadline
    expect(seconds).toBeLessThan(most + LATE)
  })
})
