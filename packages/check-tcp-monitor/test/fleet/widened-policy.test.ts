import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { DENY_LOOPBACK, RunningFleet } from './running-fleet.js'

/** Every spelling by which a hub may try to have this machine checked. */
const SPELLINGS = ['127.0.0.1', '127.9.9.9', 'localhost', '::1', '::ffff:127.0.0.1']

describe('an agent whose own policy denies what its hub wants', () => {
  it('sends nothing there, however the hub spells it, hurries it, or widens what it may', async () => {
    await using fleet = await RunningFleet.create()
    let connections = 0
    const target = createServer((socket) => {
      connections++
      socket.on('error', () => {}).end()
    }).listen(0)
    await once(target, 'listening')
    const { port } = target.address() as { port: number }
    const checks = SPELLINGS.map((host, number) => {
      return `- { name: c${number}, plugin: check_tcp_connection, parameters: { host: "${host}", port: ${port} } }`
    })
    await fleet.startHub(checks, '{ nyc: {} }')
    const agent = await fleet.startAgent('nyc', DENY_LOOPBACK)
    const made = new Map<string, number>()
    agent.monitor.events.subscribe((event) => {
      if (event.type === 'result')
        made.set(event.data.checkId, (made.get(event.data.checkId) ?? 0) + 1)
    })
    for (const number of SPELLINGS.keys()) {
      await expect
        .poll(() => fleet.status(`c${number}`)?.locations?.[0])
        .toMatchObject({
          verdict: 'unknown',
          because: 'the policy of the agent denies the target',
        })
      await agent.monitor.runNow(`c${number}`)
      await expect.poll(() => made.get(`c${number}`)).toBeGreaterThan(2)
    }
    expect(connections).toBe(0)
    expect(fleet.hub?.monitor.openIncidents().filter(({ subject }) => subject === 'check')).toEqual(
      [],
    )
    target.close()
  })
})
