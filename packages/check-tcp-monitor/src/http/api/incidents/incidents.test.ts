import { describe, expect, it } from 'vitest'
import { incidentOf } from '../../../../test/support/notices.js'
import {
  jsonOf,
  type ServedMonitor,
  serveMonitor,
} from '../../../../test/support/served-monitor.js'
import type { IncidentWire } from '../../wire/incident-wire.js'

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
      expect(await one.json()).toEqual({ ...incident, evidence: [] })
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

describe('a note', () => {
  const path = (id: string) => `/api/v1/incidents/${id}/notes`
  const write = (served: ServedMonitor, id: string, body: unknown) =>
    served.ask(path(id), { method: 'POST', body })

  it('stands with its incident, open or over, also after a restart', async () => {
    await using served = await serveMonitor()
    const [open, closed] = await withIncidents(served)
    for (const { id } of [open, closed] as IncidentWire[]) {
      expect((await write(served, id, { text: 'A switch is broken', by: 'Ada' })).status).toBe(201)
      await served.clock.advance(1_000)
      const answer = await write(served, id, { text: 'It is <b>replaced</b>', public: true })
      expect(await jsonOf<IncidentWire>(answer)).toMatchObject({
        id,
        notes: [
          { by: 'Ada', text: 'A switch is broken', public: false },
          { by: 'token', text: 'It is <b>replaced</b>', public: true },
        ],
      })
    }
    await served.restart()
    for (const before of [open, closed] as IncidentWire[]) {
      const after = await jsonOf<IncidentWire>(await served.ask(`/api/v1/incidents/${before.id}`))
      expect(after.notes?.map(({ text }) => text)).toEqual([
        'A switch is broken',
        'It is <b>replaced</b>',
      ])
      expect({ ...after, notes: undefined }).toEqual({ ...before, evidence: [], notes: undefined })
    }
  })

  it('is told to those who watch, and not to receivers of alerts', async () => {
    await using served = await serveMonitor()
    const [open, closed] = await withIncidents(served)
    const seen: unknown[] = []
    served.monitor.events.subscribe((event) =>
      seen.push(event.type === 'incident' && event.data.notes?.length),
    )
    await write(served, open?.id ?? '', { text: 'a' })
    await write(served, closed?.id ?? '', { text: 'a' })
    expect(seen).toEqual([1, 1])
  })

  it('written by many at once is lost by none', async () => {
    await using served = await serveMonitor()
    for (const { id } of await withIncidents(served)) {
      const texts = Array.from({ length: 20 }, (_, index) => `${index}`)
      await Promise.all(texts.map((text) => write(served, id, { text })))
      const { notes } = await jsonOf<IncidentWire>(await served.ask(`/api/v1/incidents/${id}`))
      expect(notes?.map(({ text }) => text).toSorted()).toEqual(texts.toSorted())
    }
  })

  it('is taken back by its time, of an open incident and of one that is over', async () => {
    await using served = await serveMonitor()
    for (const { id } of await withIncidents(served)) {
      await write(served, id, { text: 'a' })
      const answer = await jsonOf<IncidentWire>(await write(served, id, { text: 'b' }))
      const [first, second] = answer.notes ?? []
      expect(first?.at).not.toBe(second?.at)
      const remove = (at = '') => served.ask(`${path(id)}/${at}`, { method: 'DELETE' })
      expect(await jsonOf<IncidentWire>(await remove(first?.at))).toMatchObject({ notes: [second] })
      expect((await remove(first?.at)).status).toBe(404)
      expect(await jsonOf<IncidentWire>(await remove(second?.at))).not.toHaveProperty('notes')
      expect((await remove('yesterday')).status).toBe(422)
    }
    const gone = await served.ask(`${path('none')}/2026-01-05T00:00:00Z`, { method: 'DELETE' })
    expect(gone.status).toBe(404)
  })

  it('leaves an incident closed that was closed while the history could not say so', async () => {
    await using served = await serveMonitor()
    const mend = served.fault('refused', 1)
    await served.clock.advance(3 * MINUTE)
    const [{ id } = { id: '' }] = served.monitor.openIncidents()
    mend()
    await served.clock.advance(3 * MINUTE)
    expect(served.monitor.openIncidents()).toEqual([])
    expect(await jsonOf<IncidentWire>(await write(served, id, { text: 'a' }))).toMatchObject({
      closed_because: 'up',
    })
  })

  it.each([
    [{}, ['text']],
    [{ text: ' ' }, ['text']],
    [{ text: 'a'.repeat(2_001) }, ['text']],
    [{ text: 'a', public: 'yes', at: 1 }, ['at', 'public']],
  ])('that says nothing is refused: %.60j', async (body, names) => {
    await using served = await serveMonitor()
    const [open] = await withIncidents(served)
    const response = await write(served, open?.id ?? '', body)
    const { problems } = await jsonOf<{ problems: { name: string }[] }>(response)
    expect(problems.map(({ name }) => name)).toEqual(names)
  })

  it('beyond the hundredth is refused, and so is one of an incident that there is not', async () => {
    await using served = await serveMonitor()
    const note = { at: 1, by: 'a', text: 'a', public: false }
    const notes = Array.from({ length: 100 }, () => note)
    await served.store.commit({
      observations: [],
      incidents: [incidentOf({ id: 'full', closedAt: Date.UTC(2026, 0, 5), notes })],
    })
    expect((await write(served, 'full', { text: 'a' })).status).toBe(422)
    expect((await write(served, 'none', { text: 'a' })).status).toBe(404)
  })
})
