import { describe, expect, it } from 'vitest'
import { PAGE, sourceOf } from '../../test/support/sample-page.js'
import { checkOf, type ServedMonitor, serveMonitor } from '../../test/support/served-monitor.js'
import { buildModel } from './build-model.js'
import { DayHistory } from './days/day-history.js'
import { servicesOf } from './page-model.js'
import { sentenceOf, uptimeOf } from './words.js'

const MINUTE = 60_000

async function modelOf(served: ServedMonitor) {
  const source = sourceOf(served)
  return buildModel(PAGE, source, new DayHistory(source.queries))
}

async function toldBy(served: ServedMonitor) {
  const model = await modelOf(served)
  return {
    sentence: sentenceOf(model),
    states: servicesOf(model).map(({ state }) => state),
    open: model.open.length,
    past: model.past.length,
  }
}

describe('a page', () => {
  it('says that there is no data, that all is up, what is down since when, and what was', async () => {
    await using served = await serveMonitor()
    expect((await toldBy(served)).sentence).toBe('2 of 2 have no current data')
    await served.clock.advance(10 * MINUTE)
    expect(await toldBy(served)).toEqual({
      ...{ sentence: 'All services are up', states: ['up', 'up'], open: 0, past: 0 },
    })
    const mend = served.fault('refused', 1)
    await served.clock.advance(3 * MINUTE)
    expect(await toldBy(served)).toEqual({
      sentence: expect.stringMatching(/^1 of 2 is down since 00:1\d$/),
      ...{ states: ['down', 'up'], open: 1, past: 0 },
    })
    mend()
    await served.clock.advance(3 * MINUTE)
    expect(await toldBy(served)).toEqual({
      ...{ sentence: 'All services are up', states: ['up', 'up'], open: 0, past: 1 },
    })
    const [shop, databases] = servicesOf(await modelOf(served))
    expect(uptimeOf(shop?.days ?? []).share).toBeLessThan(0.9)
    expect(uptimeOf(databases?.days ?? [])).toEqual({ share: 1, knownDays: 1 })
    expect(shop?.days).toHaveLength(90)
    expect(shop?.days.at(-1)).toMatchObject({ date: '2026-01-05' })
  })

  it('shows what somebody wrote for everybody, and nothing else that was written', async () => {
    await using served = await serveMonitor()
    served.fault('refused', 1)
    await served.clock.advance(5 * MINUTE)
    const [{ id } = { id: '' }] = served.monitor.openIncidents()
    await served.monitor.note(id, { by: 'ada', text: 'the switch in rack 7', public: false })
    await served.monitor.note(id, { by: 'ada', text: 'We are on it', public: true })
    const [incident] = (await modelOf(served)).open
    expect(incident).toMatchObject({ services: ['Shop'], state: 'down' })
    expect(incident?.notes).toEqual([{ at: served.clock.wallMs() + 1, text: 'We are on it' }])
    expect(JSON.stringify(incident)).not.toMatch(/web|ada|rack/)
  })

  it('announces maintenance, and says of what is down meanwhile that it is maintained', async () => {
    const window = { cron: '0 1 * * *', timeZone: 'UTC', durationMs: 30 * MINUTE }
    const checks = [checkOf('web', 1), checkOf('db', 2, { tags: ['data'], maintenance: [window] })]
    await using served = await serveMonitor({ checks })
    const from = served.clock.wallMs() + 20 * MINUTE
    const planned = { id: 'm', matches: 'web', from, until: from + 60 * MINUTE }
    await served.monitor.planMaintenance({ ...planned, by: 'ada', note: 'new disks' })
    await served.clock.advance(10 * MINUTE)
    const { maintenance } = await modelOf(served)
    expect(maintenance.map(({ services, from: begin }) => [services, begin])).toEqual([
      [['Shop'], from],
      [['Databases'], Date.UTC(2026, 0, 5, 1)],
      [['Databases'], Date.UTC(2026, 0, 6, 1)],
    ])
    expect(JSON.stringify(maintenance)).not.toMatch(/ada|disks/)
    served.fault('refused', 1)
    await served.clock.advance(15 * MINUTE)
    expect(await toldBy(served)).toMatchObject({
      ...{ sentence: '1 of 2 is in maintenance', states: ['maintenance', 'up'] },
    })
  })
})
