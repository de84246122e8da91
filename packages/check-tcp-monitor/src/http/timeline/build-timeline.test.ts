import { expect, it } from 'vitest'
import { badObservation, incident, START } from '../../../test/history/sample-history.js'
import type { IncidentEntry } from '../../core/wire/incident-entry.js'
import type { TimelineEntry } from '../../core/wire/timeline-entry.js'
import { buildTimeline } from './build-timeline.js'

const entry = (number: number, change: Partial<TimelineEntry> = {}): IncidentEntry => ({
  ...{ incidentId: 'inc-1', number },
  entry: { at: START + 1_000 * number, kind: 'failed', channel: 'ops', ...change },
})

const closed = incident({
  acknowledged: { at: START + 2_500, by: 'ann' },
  ...{ closedAt: START + 90_000, closedBecause: 'up' },
})

it('tells of an incident from before entries were kept what the incident itself knows', () => {
  const timeline = buildTimeline({ incident: closed, entries: [], observations: [] })
  expect(timeline).toEqual([
    {
      ...{ at: START + 1_000, kind: 'opened', location: 'here', verdict: 'down' },
      failure: 'refused',
    },
    { at: START + 2_500, kind: 'acknowledged', by: 'ann' },
    { at: START + 90_000, kind: 'closed', location: 'here', because: 'up' },
  ])
})

it('has causes before effects of the same time, and says how many are no longer kept', () => {
  const timeline = buildTimeline({
    incident: closed,
    entries: [entry(1, { kind: 'queued' }), entry(2), entry(40, { at: START + 5_000 })],
    observations: [badObservation({ at: START + 1_000 })],
  })
  expect(timeline.map(({ kind, count }) => count ?? kind)).toEqual([
    ...['observation', 'opened', 'queued', 'failed', 37],
    ...['acknowledged', 'failed', 'closed'],
  ])
})

it('tells of each acknowledgement once', () => {
  const acknowledged = entry(1, { kind: 'acknowledged', at: START + 2_500, by: 'ann' })
  const timeline = buildTimeline({ incident: closed, entries: [acknowledged], observations: [] })
  expect(timeline.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1)
})
