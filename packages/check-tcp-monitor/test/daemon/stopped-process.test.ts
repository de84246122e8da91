import { expect, it } from 'vitest'
import { notifyingConfig, storyIn } from './notified.js'
import { OnePort } from './one-port.js'
import { MonitorHome } from './running-monitor.js'

/** Longer than what a check may be late (8 s here), and than the 10 s between two looks at that. */
const STOPPED_MS = 15_000

/** Longer than from one look at what is overdue to the next, and from that to the one that confirms it. */
const LOOKED_AT_MS = 16_000

it('tells nothing after it was stopped for a while and goes on', async () => {
  await using port = await OnePort.open()
  using home = new MonitorHome()
  home.write(
    notifyingConfig(home, [`name: web, parameters: { host: 127.0.0.1, port: ${port.number} }`]),
  )
  await using monitor = await home.start()
  await monitor.believes('web', 'up')
  /** When the newest check was decided, by the monitor's own clock. */
  const newest = async () => {
    const web = await monitor.json('/api/v1/checks/web')
    return Date.parse((web.newest as { readonly timestamp: string }).timestamp)
  }
  for (let round = 0; round < 2; round++) {
    monitor.signal('SIGSTOP')
    await new Promise((resolve) => setTimeout(resolve, STOPPED_MS))
    monitor.signal('SIGCONT')
    const wokenAt = Date.now()
    await expect
      .poll(newest, { timeout: 120_000, interval: 500 })
      .toBeGreaterThan(wokenAt + LOOKED_AT_MS)
  }
  expect(storyIn(home)).toEqual([])
  const { incidents } = await monitor.json('/api/v1/incidents')
  expect(incidents).toEqual([])
})
