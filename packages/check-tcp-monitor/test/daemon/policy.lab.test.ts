import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  addHostNames,
  countPackets,
  createLab,
  type Host,
  type Lab,
  labRequirements,
} from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MonitorHome, TOKEN } from './running-monitor.js'

const PORT = 2000
const NAME = 'secret.test'
/** Where the lab's own machine asks its monitor from. */
const CALLER = '127.0.0.1'

interface PolicyText {
  readonly rules: readonly unknown[]
  readonly default?: 'allow' | 'deny'
}

/** Every kind of rule that can deny. */
const KINDS: Readonly<Record<string, (lab: Lab) => PolicyText>> = {
  'tags and callers': () => ({
    rules: [{ deny: { tags: ['secret'] } }, { deny: { callers: [CALLER] } }],
  }),
  address: ({ target }) => ({ rules: [{ deny: { networks: [target.ipv4, target.ipv6] } }] }),
  hosts: () => ({ rules: [{ deny: { hosts: [NAME] } }] }),
  ports: () => ({ rules: [{ deny: { ports: [PORT] } }] }),
  'default deny': () => ({ rules: [{ allow: { hosts: ['other.test'] } }], default: 'deny' }),
}

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

/** Asks the monitor for something, where it runs. */
function ask(host: Host, url: string): Promise<string> {
  const script = `fetch('${url}', { headers: { authorization: 'Bearer ${TOKEN}' } })
    .then((response) => response.text()).then((text) => console.log(text))`
  return host.run(process.execPath, ['-e', script])
}

describe.skipIf(!labs.available)(`what a rule denies gets no packet of a monitor${leftOut}`, () => {
  let lab: Lab
  let packets: () => Promise<number>

  beforeAll(async () => {
    lab = await createLab()
    await addHostNames(lab.prober, { [NAME]: [lab.target.ipv4, lab.target.ipv6] })
    packets = await countPackets(lab.prober, 'meta l4proto { tcp, udp, icmp }')
  })
  afterAll(() => lab.dispose())

  /** Has a monitor make its check and a probe, each by its policy, and gives what the two said. */
  async function bothBy(policyText: PolicyText, found: string) {
    using home = new MonitorHome()
    const policy = join(home.directory, 'policy.yaml')
    writeFileSync(policy, JSON.stringify(policyText))
    const check = {
      ...{ name: 'secret', plugin: 'check_tcp_connection', every: '1s', tags: ['secret'] },
      parameters: { host: NAME, port: PORT, timeout: 0.5 },
    }
    const http = {
      ...{ listen: '127.0.0.1:0', token: TOKEN },
      probe_policy: { default: 'allow', ...policyText },
    }
    const config = { directory: './history', location: 'lab', http, checks: [check] }
    writeFileSync(home.config, JSON.stringify(config))
    const through = [
      'ip',
      'netns',
      'exec',
      lab.prober.namespace,
      'env',
      `CHECK_TCP_POLICY=${policy}`,
    ]
    await using monitor = await home.start(through)
    const verdict = async () => {
      const { checks } = JSON.parse(await ask(lab.prober, `${monitor.url}/api/v1/checks`))
      return JSON.stringify(checks[0])
    }
    await expect.poll(verdict, { timeout: 60_000, interval: 200 }).toContain(found)
    const probe = `${monitor.url}/probe?target=${NAME}:${PORT}`
    return { checked: await verdict(), probed: await ask(lab.prober, probe) }
  }

  it.concurrent.each(Object.entries(KINDS))(
    'by %s, in its checks and in /probe',
    async (_, policyOf) => {
      const { checked, probed } = await bothBy(policyOf(lab), 'Denied by policy')
      expect(checked).toContain('unknown')
      expect(probed).toMatch(/^probe_success 0$/m)
      expect(await packets()).toBe(0)
    },
  )

  it('while the same packets are counted where no rule denies them', async () => {
    await bothBy({ rules: [] }, 'Connection refused')
    expect(await packets()).toBeGreaterThan(0)
  })
})
