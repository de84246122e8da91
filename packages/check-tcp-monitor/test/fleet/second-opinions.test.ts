import { describe, expect, it } from 'vitest'
import { RunningFleet } from './running-fleet.js'

const LOCATIONS = ['fra', 'nyc', 'ams']

describe('a target of three locations that goes down', () => {
  it('is down by the quorum though the turn of one location alone has come', async () => {
    await using fleet = await RunningFleet.create()
    const service = await fleet.serve()
    const parameters = `{ host: 127.0.0.1, port: ${service.port} }`
    await fleet.startHub([
      `- { name: web, plugin: check_tcp_connection, parameters: ${parameters}, every: 24h }`,
    ])
    const made = new Map(LOCATIONS.map((location) => [location, [] as string[]]))
    for (const location of LOCATIONS) {
      const agent = await fleet.startAgent(location)
      agent.monitor.events.subscribe((event) => {
        if (event.type === 'result') made.get(location)?.push(event.data.outcome)
      })
    }
    // The first turn of each comes within half a minute, the next one in a day.
    for (const location of LOCATIONS)
      await expect.poll(() => made.get(location)?.length).toBeGreaterThan(0)
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'up', nyc: 'up', ams: 'up' })
    await service.close()
    for (const each of made.values()) each.splice(0)
    await fleet.agent('fra')?.monitor.runNow('web')
    await expect.poll(() => fleet.status('web')?.verdict).toBe('down')
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'down', nyc: 'down', ams: 'down' })
    // The first, and the one that confirms; a turn may happen to come now, and only one.
    for (const outcomes of made.values()) {
      expect(outcomes.slice(0, 2)).toEqual(['bad', 'bad'])
      expect(outcomes.length).toBeLessThanOrEqual(3)
    }
  })
})
