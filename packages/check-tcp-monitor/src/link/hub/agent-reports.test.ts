import { expect, it } from 'vitest'
import { sampleBatch } from '../../../test/support/sample-batch.js'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { AgentReports } from './agent-reports.js'

it('warns once of a clock that is wrong by more than 30 s, and says when it no longer is', () => {
  const clock = new VirtualClock()
  const told: unknown[] = []
  const reports = new AgentReports(clock, (...skew) => told.push(skew))
  const note = (skewMs: number) =>
    reports.note('fra', { ...sampleBatch().report, clockAt: clock.wallMs() + skewMs })
  note(30_000)
  expect(told).toEqual([])
  note(-45_000)
  note(-46_000)
  expect(told).toEqual([['fra', -45_000]])
  expect(reports.of('fra')).toMatchObject({ clockSkewMs: -46_000, seenAt: clock.wallMs() })
  note(1_000)
  expect(told).toEqual([
    ['fra', -45_000],
    ['fra', undefined],
  ])
  note(31_000)
  expect(told).toHaveLength(3)
  reports.forget('fra')
  expect(reports.of('fra')).toBeUndefined()
})

it('says for how long nothing was heard, also where the clock of the hub was set meanwhile', async () => {
  const clock = new VirtualClock()
  const reports = new AgentReports(clock, () => {})
  reports.note('fra', sampleBatch().report)
  expect(reports.of('fra')?.silentMs).toBe(0)
  await clock.advance(45_000)
  expect(reports.of('fra')?.silentMs).toBe(45_000)
})
