import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  AWKWARD,
  checkOf,
  jsonOf,
  serveMonitor,
  TOKEN,
} from '../../../test/support/served-monitor.js'
import type { Overview, OverviewPatch } from './overview-wire.js'

type Served = Awaited<ReturnType<typeof serveMonitor>>

async function overviewOf(served: Served): Promise<Overview> {
  return jsonOf<Overview>(await served.ask('/api/v1/overview'))
}

function packedOf({ app }: Served): Promise<Response> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Accept-Encoding': 'gzip' }
  const request = new Request('http://127.0.0.1:9116/api/v1/overview', { headers })
  return Promise.resolve(app.hono.fetch(request, {}))
}

/** The events of a stream, one after the other. */
async function streamFrom(served: Served, id: string, query = '') {
  const response = await served.ask(`/api/v1/events?view=overview&last_event_id=${id}${query}`)
  expect(response.status).toBe(200)
  const stream = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  return {
    async next(): Promise<{ id: string; type: string; patch: OverviewPatch }> {
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end >= 0) {
          const fields = Object.fromEntries(
            text
              .slice(0, end)
              .split('\n')
              .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
          )
          text = text.slice(end + 2)
          if (fields.event) {
            const { id: eventId, event, data = '{}' } = fields
            return { id: eventId ?? '', type: event, patch: JSON.parse(data) }
          }
        } else text += decoder.decode((await stream?.read())?.value)
      }
    },
    cancel: () => stream?.cancel(),
  }
}

describe('the overview', () => {
  it('has every check in columns, and is packed for those who can take it', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(120_000)
    const { checks, tags, verdicts } = await overviewOf(served)
    expect(checks.id).toEqual(['web', 'db', AWKWARD])
    expect(checks.target[0]).toBe('198.51.100.1:1001')
    expect(checks.tags.map((each) => each.map((at) => tags[at]))).toEqual([
      ['site', 'production'],
      ['data', 'production'],
      [],
    ])
    expect(checks.verdict.map((at) => verdicts[at])).toEqual(['up', 'up', 'up'])
    expect(checks.newest[0]).toBeCloseTo(0.01, 3)
    expect(checks.strip).toEqual(checks.id.map(() => `${'0'.repeat(23)}1`))
    const packed = await packedOf(served)
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    const text = gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()
    expect(JSON.parse(text).checks.id).toEqual(checks.id)
  })

  it('says why, since when, by which incident, and who has seen it', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(120_000)
    served.fault('refused', 1)
    await served.clock.advance(180_000)
    const { checks, verdicts, hours } = await overviewOf(served)
    expect(verdicts[checks.verdict[0] ?? 0]).toBe('down')
    expect(checks.why).toEqual({ 0: 'Connection refused' })
    expect(Object.keys(checks.incident)).toEqual(['0'])
    expect(hours[Number(checks.strip[0]?.at(-1))]).toBe('outage')
    const body = { by: 'ops' }
    await served.ask(`/api/v1/incidents/${checks.incident[0]}/acknowledge`, {
      method: 'POST',
      body,
    })
    const silence = { matches: 'tag:data', for: 60, by: 'ops' }
    await served.ask('/api/v1/silences', { method: 'POST', body: silence })
    await served.clock.advance(1_000)
    expect((await overviewOf(served)).checks.flags).toEqual([4, 1, 0])
    // A silence ends without an event.
    await served.clock.advance(60_000)
    expect((await overviewOf(served)).checks.flags).toEqual([4, 0, 0])
  })

  it('is made once for all who ask at the same time', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(120_000)
    const bytes = new Set(
      (await Promise.all([1, 2, 3].map(() => served.ask('/api/v1/overview')))).map((each) =>
        each.headers.get('etag'),
      ),
    )
    expect(bytes.size).toBe(1)
  })

  it('takes the hours before from the history', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(120_000)
    const end = served.fault('refused', 1)
    await served.clock.advance(180_000)
    end()
    await served.clock.advance(2 * 3_600_000)
    await served.restart()
    await overviewOf(served)
    await expect
      .poll(async () => {
        await served.clock.advance(1_000)
        return (await overviewOf(served)).checks.strip[0]?.slice(-3)
      })
      .toBe('611')
  })

  it('stays small with 10,000 checks', async () => {
    const checks = Array.from({ length: 10_000 }, (_, index) =>
      checkOf(`service-${index}.example.com`, index, { tags: [`team-${index % 40}`] }),
    )
    await using served = await serveMonitor({ checks })
    const packed = await packedOf(served)
    expect((await packed.arrayBuffer()).byteLength).toBeLessThan(100_000)
  })
})

describe('the patches of the overview', () => {
  it('tell what has become of the rows since, and nothing twice', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(120_000)
    const { id } = await overviewOf(served)
    const stream = await streamFrom(served, id)
    served.fault('refused', 2)
    const next = stream.next()
    let patch: OverviewPatch | undefined
    void next.then((event) => {
      patch = event.patch
    })
    while (!patch) await served.clock.advance(1_000)
    expect(patch.rows.length).toBeGreaterThan(0)
    const seen: OverviewPatch[] = [patch]
    while (!seen.some(({ why }) => why[1])) {
      const pending = stream.next().then((event) => seen.push(event.patch))
      const before = seen.length
      while (seen.length === before) await served.clock.advance(1_000)
      await pending
    }
    const last = seen.at(-1)
    expect(last?.rows).toContain(1)
    expect(last?.verdict[last.rows.indexOf(1)]).toBe(3)
    expect(last?.cell[last.rows.indexOf(1)]).toBe('6')
    await stream.cancel()
  })

  it('make of an old overview what a new one says, however long nobody listened', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(120_000)
    const old = await overviewOf(served)
    const end = served.fault('refused', 1)
    await served.clock.advance(400_000)
    end()
    await served.clock.advance(2 * 3_600_000)
    const now = await overviewOf(served)
    const { patch } = await (await streamFrom(served, old.id)).next()
    expect(patch.hour).toBe(now.hour)
    for (const [at, row] of patch.rows.entries()) {
      expect(patch.verdict[at]).toBe(now.checks.verdict[row])
      expect(patch.since[at]).toBe(now.checks.since[row])
      expect(patch.newest[at]).toBe(now.checks.newest[row])
    }
    expect(patch.rows).toEqual([0, 1, 2])
    expect(Object.values(patch.strip)).toEqual(now.checks.strip)
    expect(now.checks.strip[0]?.slice(-3)).toBe('611')
  })

  it('begin again with another config, and where the place is not known', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(120_000)
    const { id } = await overviewOf(served)
    served.configure({ checks: [checkOf('db', 2), checkOf('new', 4)] })
    for (const from of [id, 'x', 'other-3', `${id}9`]) {
      expect((await (await streamFrom(served, from)).next()).type).toBe('reset')
    }
    const after = await overviewOf(served)
    expect(after.checks.id).toEqual(['db', 'new'])
    expect(after.checks.strip[0]?.at(-1)).toBe('1')
  })

  it('refuse rows that cannot be', async () => {
    await using served = await serveMonitor()
    for (const query of ['view=all', 'view=overview&shown=a', 'view=overview&shown=1,']) {
      expect((await served.ask(`/api/v1/events?${query}`)).status).toBe(422)
    }
  })
})
