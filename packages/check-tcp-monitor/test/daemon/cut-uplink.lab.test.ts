import {
  createLab,
  drop,
  type Host,
  labRequirements,
  type Services,
  servicesOn,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { notifiedIn, notifies, notifyingConfig, storyIn } from './notified.js'
import { MonitorHome, type RunningMonitor, TOKEN } from './running-monitor.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

const GW = 'name: gw, parameters: { host: 198.51.100.2, port: 8080 }'
const DNS = 'name: dns, parameters: { host: 198.51.100.53, port: 53 }'
const FILTERED =
  'name: firewall_holds, parameters: { host: 198.51.100.3, port: 8443, expect: filtered }'
const CLOSED =
  'name: must_be_closed, parameters: { host: 198.51.100.3, port: 9443, expect: closed }'

interface Scene {
  readonly services: Services
  readonly home: MonitorHome
  readonly believes: (verdicts: Record<string, string>) => Promise<void>
  readonly cut: () => Promise<void>
  readonly mend: () => Promise<void>
}

/** The verdicts of all checks, asked for where the monitor runs. */
async function verdictsOf(host: Host, { url }: RunningMonitor): Promise<Record<string, string>> {
  const script = `fetch('${url}/api/v1/checks', { headers: { authorization: 'Bearer ${TOKEN}' } })
    .then((response) => response.text()).then((text) => console.log(text))`
  const { checks } = JSON.parse(await host.run(process.execPath, ['-e', script])) as {
    readonly checks: readonly { readonly id: string; readonly verdict: string }[]
  }
  return Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]))
}

describe.skipIf(!labs.available)(`a monitor behind a router${leftOut}`, () => {
  /** Has a monitor, its targets, and the router between them for as long as the test lasts. */
  async function behindRouter(
    checks: readonly string[],
    test: (scene: Scene) => Promise<void>,
  ): Promise<void> {
    await using lab = await createLab({ router: true })
    const { prober, target, router } = lab
    if (!router) throw new TypeError('the lab has no router')
    await using services = servicesOn(target)
    await target.ipAll(['addr add 198.51.100.3/24 dev eth0', 'addr add 198.51.100.53/24 dev eth0'])
    await services.listen({ port: 8080 })
    await services.listen({ port: 53 })
    await drop(target, { port: 8443 })
    using home = new MonitorHome()
    home.write(notifyingConfig(home, checks))
    await using monitor = await home.start(['ip', 'netns', 'exec', prober.namespace])
    const believes = async (verdicts: Record<string, string>) => {
      await expect
        .poll(() => verdictsOf(prober, monitor), { timeout: 120_000, interval: 500 })
        .toMatchObject(verdicts)
    }
    const cut = () => router.nft('insert rule inet lab forward drop')
    const mend = () => router.nft('flush chain inet lab forward')
    await test({ services, home, believes, cut, mend })
  }

  it('tells of a cut uplink once, though a port that is to be silent is as silent as ever', async () => {
    await behindRouter([GW, DNS, FILTERED], async ({ home, believes, cut, mend }) => {
      await believes({ gw: 'up', dns: 'up', firewall_holds: 'up' })
      await cut()
      await notifies(home, ['opened lab unknown'])
      await believes({ gw: 'unknown', dns: 'unknown', firewall_holds: 'unknown' })
      expect(notifiedIn(home)[0]?.incident.error).toMatch(
        /^This location is cut off: no answer from (gw \(.*\) and dns \(|dns \(.*\) and gw \()/,
      )
      await mend()
      await believes({ gw: 'up', dns: 'up', firewall_holds: 'up' })
      await notifies(home, ['opened lab unknown', 'resolved lab unknown'])
    })
  })

  it('keeps the incident of a port that is open through a cut, and ends it when the port is closed', async () => {
    await behindRouter([GW, DNS, CLOSED], async ({ services, home, believes, cut, mend }) => {
      await services.listen({ port: 9443 })
      const opened = ['opened must_be_closed down']
      await notifies(home, opened)
      await cut()
      await notifies(home, [...opened, 'opened lab unknown'])
      await mend()
      const seen = [...opened, 'opened lab unknown', 'resolved lab unknown']
      await notifies(home, seen)
      await believes({ gw: 'up', dns: 'up', must_be_closed: 'down' })
      expect(storyIn(home)).toEqual(seen)
      await services.close()
      await expect
        .poll(() => storyIn(home), { timeout: 120_000, interval: 200 })
        .toContain('resolved must_be_closed down')
    })
  })
})
