import { describe, expect, it } from 'vitest'
import { RunningFleet } from './running-fleet.js'

describe('a hub of which two of three agents have gone', () => {
  it('says of a target that the last one sees down that too few see it, and is sure once one is back', async () => {
    await using fleet = await RunningFleet.create()
    const service = await fleet.serve()
    const parameters = `{ host: 127.0.0.1, port: ${service.port} }`
    await fleet.startHub([
      `- { name: web, plugin: check_tcp_connection, parameters: ${parameters} }`,
    ])
    for (const location of ['fra', 'nyc', 'ams']) await fleet.startAgent(location)
    await expect.poll(() => fleet.said('web')).toEqual({ fra: 'up', nyc: 'up', ams: 'up' })
    const coverage = () =>
      (fleet.hub?.monitor.openIncidents() ?? [])
        .filter(({ subjectId }) => subjectId.startsWith('coverage:'))
        .map(({ severity, error }) => `${severity}: ${error}`)
    await fleet.stopAgent('nyc')
    await fleet.stopAgent('ams')
    await expect
      .poll(coverage, { timeout: 120_000 })
      .toEqual(['info: Too few locations see web: nyc and ams do not'])
    await service.close()
    await expect
      .poll(coverage)
      .toEqual([
        'critical: Too few locations see web: 1 of 1 that sees says down, 2 do not see (nyc and ams)',
      ])
    expect(fleet.status('web')?.verdict).toBe('unknown')
    await fleet.startAgent('nyc')
    await expect.poll(() => fleet.status('web')?.verdict).toBe('down')
    await expect.poll(coverage).toEqual([])
    expect(fleet.status('web')?.incident?.error).toContain('not seen from ams')
  })
})
