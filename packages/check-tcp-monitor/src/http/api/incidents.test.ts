import { describe, expect, it } from 'vitest'
import { incidentOf } from '../../../test/support/notices.js'
import { jsonOf, type ServedMonitor, serveMonitor } from '../../../test/support/served-monitor.js'
import type { IncidentWire } from '../wire/incident-wire.js'

const MINUTE = 60_000

/** An incident of `web` that is open, and one of `db` that is over. */
async function withIncidents(served: ServedMonitor) {
  const mend = served.fault('refused', 2)
  await served.clock.advance(3 * MINUTE)
  mend()
  await served.clock.advance(3 * MINUTE)
  served.fault('refused', 1)
  await served.clock.advance(3 * MINUTE)
  const { incidents } = await jsonOf<{ incidents: IncidentWire[] }>(
    await served.ask('/api/v1/incidents'),
  )
  return incidents
}

describe('incidents', () => {
  it('are listed, the newest first, and found by their id', async () => {
    await using served = await serveMonitor()
    const incidents = await withIncidents(served)
    expect(incidents).toMatchObject([
      { subject_id: 'web', verdict: 'down', severity: 'critical', failure: 'refused' },
      { subject_id: 'db', closed_because: 'up' },
    ])
    for (const incident of incidents) {
      const one = await served.ask(`/api/v1/incidents/${incident.id}`)
      expect(await one.json()).toEqual(incident)
    }
  })

  it.each([
    ['open=true', ['web']],
    ['open=false', ['db']],
    ['check=db', ['db']],
    ['limit=1', ['web']],
    ['until=2026-01-05T00:06:00Z', ['db']],
    ['from=2026-01-05T00:06:00Z', ['web']],
  ])('with %s are those alone', async (query, ids) => {
    await using served = await serveMonitor()
    await withIncidents(served)
    const { incidents } = await jsonOf<{ incidents: IncidentWire[] }>(
      await served.ask(`/api/v1/incidents?${query}`),
    )
    expect(incidents.map((each: { subject_id: string }) => each.subject_id)).toEqual(ids)
  })

  it('come in pages, also those that were opened in one millisecond', async () => {
    await using served = await serveMonitor()
    const names = Array.from({ length: 7 }, (_, i) => `check-${i}`)
    await served.store.commit({
      observations: [],
      incidents: names.map((subjectId) => incidentOf({ id: subjectId, subjectId })),
    })
    const seen: string[] = []
    let path: string | undefined = '/api/v1/incidents?limit=3'
    while (path !== undefined) {
      const page: { incidents: IncidentWire[]; next?: string } = await jsonOf(
        await served.ask(path),
      )
      seen.push(...page.incidents.map(({ subject_id }) => subject_id))
      path = page.next && `/api/v1/incidents?limit=3&cursor=${page.next}`
    }
    expect(seen.sort()).toEqual(names)
    expect((await served.ask('/api/v1/incidents?cursor=yesterday')).status).toBe(422)
  })

  it('are those that a location saw', async () => {
    await using served = await serveMonitor()
    const both = ['here', 'there'].map((location) => incidentOf({ id: location, location }))
    await served.store.commit({ observations: [], incidents: both })
    const { incidents } = await jsonOf<{ incidents: IncidentWire[] }>(
      await served.ask('/api/v1/incidents?location=there'),
    )
    expect(incidents).toMatchObject([{ id: 'there', location: 'there' }])
  })

  it('are acknowledged by somebody, with a note', async () => {
    await using served = await serveMonitor()
    const [open] = await withIncidents(served)
    const path = `/api/v1/incidents/${open?.id}/acknowledge`
    const response = await served.ask(path, {
      method: 'POST',
      body: { by: 'ops', note: 'on it' },
    })
    const acknowledged = { by: 'ops', note: 'on it', at: '2026-01-05T00:09:00.000Z' }
    expect(await response.json()).toMatchObject({ id: open?.id, acknowledged })
    const after = await jsonOf<IncidentWire>(await served.ask(`/api/v1/incidents/${open?.id}`))
    expect(after).toMatchObject({ acknowledged })
  })

  it('cannot be acknowledged once they are over', async () => {
    await using served = await serveMonitor()
    const [, closed] = await withIncidents(served)
    const path = `/api/v1/incidents/${closed?.id}/acknowledge`
    const response = await served.ask(path, { method: 'POST', body: { by: 'ops' } })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ type: 'urn:check-tcp:problem:incident_closed' })
  })

  it.each([
    ['GET', '/api/v1/incidents/none'],
    ['POST', '/api/v1/incidents/none/acknowledge'],
  ])('that do not exist are reported: %s %s', async (method, path) => {
    await using served = await serveMonitor()
    const body = method === 'POST' ? { body: { by: 'ops' } } : {}
    expect((await served.ask(path, { method, ...body })).status).toBe(404)
  })
})
