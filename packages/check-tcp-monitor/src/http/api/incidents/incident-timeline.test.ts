import { describe, expect, it } from 'vitest'
import { evidence } from '../../../../test/history/sample-history.js'
import {
  jsonOf,
  type ServedMonitor,
  serveMonitor,
} from '../../../../test/support/served-monitor.js'
import type { IncidentWire } from '../../wire/incident-wire.js'

const MINUTE = 60_000

interface Entry {
  readonly at: string
  readonly kind: string
  readonly [key: string]: unknown
}

async function timelineOf(served: ServedMonitor, check: string): Promise<readonly Entry[]> {
  const { incidents } = await jsonOf<{ incidents: IncidentWire[] }>(
    await served.ask(`/api/v1/incidents?check=${check}`),
  )
  const path = `/api/v1/incidents/${incidents[0]?.id}/timeline`
  return (await jsonOf<{ entries: Entry[] }>(await served.ask(path))).entries
}

describe('the timeline of an incident', () => {
  it('tells in order what was seen, asked, found and done', async () => {
    await using served = await serveMonitor({ lookAt: async () => evidence() })
    await served.clock.advance(2 * MINUTE)
    const mend = served.fault('silent', 1)
    await served.clock.advance(3 * MINUTE)
    const [open] = served.monitor.openIncidents()
    await served.ask(`/api/v1/incidents/${open?.id}/acknowledge`, {
      method: 'POST',
      body: { by: 'ann', note: 'on it' },
    })
    const text = 'the disks are full'
    await served.ask(`/api/v1/incidents/${open?.id}/notes`, {
      method: 'POST',
      body: { by: 'bob', text },
    })
    mend()
    await served.clock.advance(3 * MINUTE)
    const entries = await timelineOf(served, 'web')
    expect(entries.map(({ kind }) => kind)).toEqual([
      'observation',
      'observation',
      'observation',
      'canaries',
      'observation',
      'opened',
      'evidence',
      ...['observation', 'acknowledged', 'note', 'observation', 'closed'],
    ])
    const times = entries.map(({ at }) => Date.parse(at))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    const outcomes = entries.flatMap(({ observation }) => {
      return observation ? [(observation as { outcome: string }).outcome] : []
    })
    expect(outcomes).toEqual(['good', 'bad', 'bad', 'bad', 'bad', 'good'])
    expect(entries.find(({ kind }) => kind === 'canaries')).toMatchObject({
      canaries: {
        result: 'online',
        replies: expect.arrayContaining([{ check: 'db', reply: 'answer' }]),
      },
    })
    expect(entries.find(({ kind }) => kind === 'opened')).toMatchObject({
      ...{ verdict: 'down', failure: 'timeout', location: 'lab' },
    })
    expect(entries.find(({ kind }) => kind === 'acknowledged')).toMatchObject({
      ...{ by: 'ann', note: 'on it' },
    })
    expect(entries.find(({ kind }) => kind === 'note')).toMatchObject({ by: 'bob', note: text })
    expect(entries.at(-1)).toMatchObject({ kind: 'closed', because: 'up' })
  })

  it('says why nobody is notified, and who planned that', async () => {
    await using served = await serveMonitor()
    const until = new Date(served.clock.wallMs() + 4 * MINUTE).toISOString()
    const body = { matches: 'web', until, by: 'ann', note: 'new disks' }
    await served.ask('/api/v1/silences', { method: 'POST', body })
    served.fault('refused', 1)
    await served.clock.advance(3 * MINUTE)
    await served.ask('/api/v1/maintenance', {
      method: 'POST',
      body: { matches: '*', for: 3_600, by: 'bob' },
    })
    await served.clock.advance(3 * MINUTE)
    const held = (await timelineOf(served, 'web')).filter(({ kind }) => kind === 'suppressed')
    expect(held).toMatchObject([
      { suppressed_by: 'silence', by: 'ann', note: 'new disks', until },
      { suppressed_by: 'maintenance', by: 'bob' },
    ])
  })

  it('tells when the failure becomes another one', async () => {
    await using served = await serveMonitor()
    const mend = served.fault('refused', 1)
    await served.clock.advance(3 * MINUTE)
    mend()
    served.fault('silent', 1)
    await served.clock.advance(3 * MINUTE)
    const entries = await timelineOf(served, 'web')
    const said = entries.filter(({ kind }) => kind === 'opened' || kind === 'changed')
    expect(said.map(({ kind, failure }) => [kind, failure])).toEqual([
      ['opened', 'refused'],
      ['changed', 'timeout'],
    ])
  })

  it('is none of an incident that there is not', async () => {
    await using served = await serveMonitor()
    expect((await served.ask('/api/v1/incidents/none/timeline')).status).toBe(404)
  })
})
