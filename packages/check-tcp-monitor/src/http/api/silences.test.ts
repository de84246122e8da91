import { describe, expect, it } from 'vitest'
import { jsonOf, serveMonitor } from '../../../test/support/served-monitor.js'
import type { RequestProblem } from '../problem/http-problem.js'
import type { SilenceWire } from '../wire/silence-wire.js'

const path = '/api/v1/silences'

describe('a silence', () => {
  it.each([
    [{ matches: 'web', for: 90 }],
    [{ matches: 'tag:site', until: '2026-01-05T00:01:30Z' }],
  ])('holds from now until its end: %j', async (body) => {
    await using served = await serveMonitor()
    const asked = { ...body, by: 'ops', note: 'move of the rack' }
    const response = await served.ask(path, { method: 'POST', body: asked })
    expect(response.status).toBe(201)
    const silence = await jsonOf<SilenceWire>(response)
    expect(silence).toMatchObject({
      matches: body.matches,
      from: '2026-01-05T00:00:00.000Z',
      until: '2026-01-05T00:01:30.000Z',
      by: 'ops',
      note: 'move of the rack',
    })
    expect(await (await served.ask(path)).json()).toEqual({ silences: [silence] })
    await served.clock.advance(90_000)
    expect(await (await served.ask(path)).json()).toEqual({ silences: [] })
  })

  it('is ended by deleting it, also over a restart', async () => {
    await using served = await serveMonitor()
    const body = { matches: 'web', for: 3_600, by: 'ops' }
    const { id } = await jsonOf<SilenceWire>(await served.ask(path, { method: 'POST', body }))
    await served.clock.advance(60_000)
    const ended = await served.ask(`${path}/${id}`, { method: 'DELETE' })
    expect(await ended.json()).toMatchObject({ id, until: '2026-01-05T00:01:00.000Z' })
    expect(await (await served.ask(path)).json()).toEqual({ silences: [] })
    const { silences } = await served.store.queries.remembered()
    expect(silences.every(({ until }) => until <= served.clock.wallMs())).toBe(true)
    expect((await served.ask(`${path}/${id}`, { method: 'DELETE' })).status).toBe(404)
  })

  it.each([
    [{}, ['matches']],
    [{ matches: 'web', by: 'ops' }, ['until']],
    [{ matches: 'web', by: 'ops', for: 1, until: '2026-01-06T00:00:00Z' }, ['until']],
    [{ matches: 'web', by: 'ops', until: '2026-01-04T00:00:00Z' }, ['until']],
    [{ matches: 'web', by: 'ops', until: '9999-01-04T00:00:00Z' }, ['until']],
    [{ matches: 'web', by: 'ops', for: 0 }, ['for']],
    [{ matches: 'web', by: 'ops', for: '1h' }, ['for']],
    [{ matches: 'wob', by: 'ops', for: 1 }, ['matches']],
    [{ matches: 'tag:none', by: 'ops', for: 1 }, ['matches']],
    [{ matches: 7, by: ' ', for: 1, from: 1, id: 'x' }, ['from', 'id', 'matches', 'by']],
    [['web'], ['']],
  ])('that makes no sense is refused with all that is wrong with it: %j', async (body, names) => {
    await using served = await serveMonitor()
    const response = await served.ask(path, { method: 'POST', body })
    expect(response.status).toBe(422)
    const { problems } = await jsonOf<{ problems: RequestProblem[] }>(response)
    expect(problems.map(({ name }: { name: string }) => name)).toEqual(names)
  })
})
