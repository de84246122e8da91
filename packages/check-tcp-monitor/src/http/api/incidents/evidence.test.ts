import { describe, expect, it } from 'vitest'
import { evidence } from '../../../../test/history/sample-history.js'
import {
  jsonOf,
  type ServedMonitor,
  serveMonitor,
} from '../../../../test/support/served-monitor.js'
import type { LookAt } from '../../../monitor/evidence/look.js'
import type { ExplainedIncidentWire, IncidentWire } from '../../wire/incident-wire.js'

const MINUTE = 60_000

type Explained = ExplainedIncidentWire & Required<Pick<ExplainedIncidentWire, 'evidence'>>

const REASON = 'Nothing listens on port 5432 of 192.0.2.7'
const FOUND = { location: 'here', reason: REASON, fault: 'target', took: 0.8125 }

function looking(looked: string[]): LookAt {
  return async ({ check, location }) => {
    looked.push(`${check.id} from ${location}`)
    return evidence()
  }
}

async function incidentOf(served: ServedMonitor, check: string): Promise<Explained> {
  const { incidents } = await jsonOf<{ incidents: IncidentWire[] }>(
    await served.ask(`/api/v1/incidents?check=${check}`),
  )
  return await jsonOf(await served.ask(`/api/v1/incidents/${incidents[0]?.id}`))
}

describe('evidence', () => {
  it('is taken once as a check goes down, and stands in its incident', async () => {
    const looked: string[] = []
    await using served = await serveMonitor({ lookAt: looking(looked) })
    served.fault('refused', 1)
    await served.clock.advance(5 * MINUTE)
    expect(looked).toEqual(['web from lab'])
    const incident = await incidentOf(served, 'web')
    expect(incident.evidence).toMatchObject([{ ...FOUND, certainty: 'likely' }])
    expect(incident.evidence[0]?.path).toMatchObject([{ hop: 0 }, { hop: 1, says: 'refused' }])
  })

  it('is absent while the history cannot be read, and what is open is known all the same', async () => {
    await using served = await serveMonitor({ lookAt: looking([]) })
    served.fault('refused', 1)
    await served.clock.advance(5 * MINUTE)
    const [open] = served.monitor.openIncidents()
    await served.store.close()
    const incident = await jsonOf<Explained>(await served.ask(`/api/v1/incidents/${open?.id}`))
    expect(incident).toMatchObject({ id: open?.id, verdict: 'down' })
    expect(incident).not.toHaveProperty('evidence')
  })

  it('tells those who watch', async () => {
    await using served = await serveMonitor({ lookAt: looking([]) })
    const told: unknown[] = []
    served.monitor.events.subscribe(({ type, data }) => type === 'evidence' && told.push(data))
    served.fault('refused', 1)
    await served.clock.advance(5 * MINUTE)
    expect(told).toMatchObject([{ checkId: 'web', evidence: { reason: REASON } }])
  })

  it('is none of a check that wants none, in maintenance, or of what is slow', async () => {
    const looked: string[] = []
    await using served = await serveMonitor({ lookAt: looking(looked) })
    const { checks } = served.monitor.config
    served.configure({
      checks: checks.map((each) => (each.id === 'web' ? { ...each, evidence: false } : each)),
    })
    const until = new Date(served.clock.wallMs() + 60 * MINUTE).toISOString()
    const body = { matches: 'db', until, by: 'ann' }
    await served.ask('/api/v1/maintenance', { method: 'POST', body })
    served.fault('refused', 1)
    served.fault('refused', 2)
    await served.clock.advance(5 * MINUTE)
    expect(served.monitor.openIncidents()).toHaveLength(2)
    expect(looked).toEqual([])
  })

  it('is not taken while the location is isolated', async () => {
    const looked: string[] = []
    await using served = await serveMonitor({ lookAt: looking(looked) })
    served.fault('uplink_silent')
    await served.clock.advance(5 * MINUTE)
    expect(served.monitor.figures().isolated).toBe(true)
    expect(looked).toEqual([])
  })
})

describe('explain', () => {
  const explain = (served: ServedMonitor, id: string, body?: object) =>
    served.ask(`/api/v1/checks/${id}/explain`, { method: 'POST', ...(body && { body }) })

  it('looks now, and keeps what it finds with the open incident alone', async () => {
    const looked: string[] = []
    await using served = await serveMonitor({ lookAt: looking(looked) })
    served.fault('refused', 1)
    await served.clock.advance(5 * MINUTE)
    expect(await jsonOf(await explain(served, 'web'))).toMatchObject(FOUND)
    expect((await incidentOf(served, 'web')).evidence).toHaveLength(2)
    expect(await jsonOf(await explain(served, 'db', { location: 'lab' }))).toMatchObject(FOUND)
    expect(looked).toEqual(['web from lab', 'web from lab', 'db from lab'])
  })

  it('is refused where it cannot be', async () => {
    await using served = await serveMonitor({ lookAt: looking([]) })
    const unknown = await explain(served, 'wep')
    expect(unknown.status).toBe(404)
    const elsewhere = await explain(served, 'web', { location: 'there' })
    expect(elsewhere.status).toBe(422)
    expect(await elsewhere.text()).toContain('must be one from which the check is made: lab')
    await using other = await serveMonitor()
    expect((await explain(other, 'web')).status).toBe(501)
  })

  it('says why it found nothing, and looks at a host once at a time', async () => {
    const waiting: (() => void)[] = []
    await using served = await serveMonitor({
      lookAt: () =>
        new Promise((end) => {
          waiting.push(() => end({ because: 'the agent at lab does not answer' }))
        }),
    })
    const first = explain(served, 'web')
    await expect.poll(() => waiting.length).toBe(1)
    const second = await explain(served, 'web')
    expect(second.status).toBe(429)
    waiting[0]?.()
    const nothing = await first
    expect(nothing.status).toBe(503)
    expect(await nothing.text()).toContain('the agent at lab does not answer')
  })
})
