import type { CheckResult } from 'check-tcp'
import { createLab, dropFirstSyns, labRequirements, servicesOn, startProber } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { ENGINES } from '../support/engines.js'

const STALL_MS = 300
/** Seconds: far less than a stall, and more than a busy machine keeps a thread waiting. */
const UNMOVED = STALL_MS / 1_000 / 3
const OPEN = 2000
const FIRST_SYN_LOST = 2001
const CHECKS = 256
const CONCURRENCY = 64

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

const longest = (seconds: readonly number[]) => Math.max(...seconds)
/** What three of four stay below: a stall would move most of them, other work on the machine moves a few. */
const usual = (seconds: readonly number[]) =>
  [...seconds].sort((a, b) => a - b)[Math.floor(seconds.length * 0.75)]
const connectTimes = (results: readonly CheckResult[]) =>
  results.map(({ details }) => details.connect_time)

describe.skipIf(!labs.available)(
  `an event loop that stalls for 300 ms, over and over${leftOut}`,
  () => {
    it.each(ENGINES)("does not move the %s engine's response times", async (engine) => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await services.listen({ port: OPEN })
      await using prober = await startProber(lab.prober, { engine })
      const check = { host: lab.target.ipv4, port: OPEN }
      const options = { stallMs: STALL_MS }
      const results = await prober.checkAll(Array(CHECKS).fill(check), CONCURRENCY, options)
      expect(usual(results.map(({ response_time }) => response_time))).toBeLessThan(UNMOVED)
      // Several stalls were sat through: every portion of checks had one.
      const total = longest(results.map(({ details }) => details.total_time))
      expect(total).toBeGreaterThan(STALL_MS / 1_000 / 2)
      if (engine === 'native') expect(usual(connectTimes(results))).toBeLessThan(UNMOVED)
    })

    it("does not move the native engine's times of answers that come in the midst of it", async () => {
      await using lab = await createLab()
      await using services = servicesOn(lab.target)
      await services.listen({ port: FIRST_SYN_LOST })
      await dropFirstSyns(lab.target, { port: FIRST_SYN_LOST }, 1)
      await using prober = await startProber(lab.prober, { engine: 'native' })
      const check = { host: lab.target.ipv4, port: FIRST_SYN_LOST }
      const options = { stallMs: STALL_MS }
      const results = await prober.checkAll(Array(CHECKS).fill(check), CHECKS, options)
      for (const { details } of results) expect(details.syn_retransmits).toBe(1)
      expect(Math.min(...connectTimes(results))).toBeGreaterThanOrEqual(1)
      expect(usual(connectTimes(results))).toBeLessThan(1 + UNMOVED)
    })
  },
)
