import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMAND, MonitorHome, type RunningMonitor, TOKEN } from './running-monitor.js'

/** Where this test asks the monitor from. */
const CALLER = '127.0.0.1'

/** A service that counts who came, and when. */
async function service() {
  const arrivals: number[] = []
  const server = createServer((socket) => {
    arrivals.push(performance.now())
    socket.on('error', () => {}).resume()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => void server.close()
  return { port, arrivals, [Symbol.dispose]: close }
}

interface Rules {
  readonly machine: object
  readonly probe: object
  /** Of a check in the config. @default one where nobody listens */
  readonly checked?: number
}

/** A monitor with a policy of the machine and one of `/probe`. */
function start(home: MonitorHome, { machine, probe, checked = 1 }: Rules): Promise<RunningMonitor> {
  const policy = join(home.directory, 'policy.yaml')
  writeFileSync(policy, JSON.stringify(machine))
  const parameters = { host: '127.0.0.1', port: checked, timeout: 5 }
  const check = { name: 'own', plugin: 'check_tcp_connection', every: '1s', parameters }
  const http = { listen: '127.0.0.1:0', token: TOKEN, probe_policy: probe }
  const config = { directory: './history', location: 'lab', http, checks: [check] }
  writeFileSync(home.config, JSON.stringify(config))
  return home.start(['env', `CHECK_TCP_POLICY=${policy}`])
}

async function probed(monitor: RunningMonitor, port: number): Promise<string> {
  return (await monitor.get(`/probe?target=127.0.0.1:${port}`)).text()
}

const DENIED = 'failure="denied_by_policy",fault="policy"'
const EVERYTHING = { default: 'allow' }

/** By whom checks of a port are on record. */
function callersIn(directory: string, port: number): readonly string[] {
  const words = [COMMAND, 'audit', 'show', '--directory', directory, '--output', 'ndjson']
  const lines = String(execFileSync(process.execPath, words)).split('\n')
  const entries = lines.filter((line) => line !== '').map((line) => JSON.parse(line))
  return entries.filter(({ what }) => what.port === port).map(({ why }) => why.caller)
}

describe("the machine's policy", () => {
  it('holds for /probe, whatever its own policy allows', async () => {
    using home = new MonitorHome()
    using target = await service()
    const machine = { rules: [{ deny: { ports: [target.port] } }] }
    for (const probe of [
      { rules: [{ allow: { networks: ['loopback'] } }] },
      { rules: [{ allow: { callers: [CALLER] } }] },
      EVERYTHING,
    ]) {
      await using monitor = await start(home, { machine, probe })
      expect(await probed(monitor, target.port)).toContain(DENIED)
    }
    expect(target.arrivals).toEqual([])
  })

  it("is narrowed by the policy of /probe, which never denies the monitor's own checks", async () => {
    using home = new MonitorHome()
    using target = await service()
    const rules = { machine: EVERYTHING, probe: { rules: [] }, checked: target.port }
    await using monitor = await start(home, rules)
    await monitor.believes('own', 'up')
    expect(await probed(monitor, target.port)).toContain(DENIED)
  })

  it('knows the checks of the config as those of the caller `monitor`', async () => {
    using home = new MonitorHome()
    using target = await service()
    const machine = { rules: [{ allow: { callers: ['monitor'] } }], default: 'deny' }
    await using monitor = await start(home, { machine, probe: EVERYTHING, checked: target.port })
    await monitor.believes('own', 'up')
    expect(await probed(monitor, target.port)).toContain(DENIED)
  })

  it('has probes and checks recorded in its log, and probes in their own as well', async () => {
    using home = new MonitorHome()
    using target = await service()
    const log = join(home.directory, 'log')
    const probeLog = join(home.directory, 'probes')
    const machine = { audit: { directory: log } }
    const probe = { ...EVERYTHING, audit: { directory: probeLog } }
    {
      await using monitor = await start(home, { machine, probe, checked: target.port })
      await monitor.believes('own', 'up')
      expect(await probed(monitor, target.port)).toContain('probe_success 1\n')
      expect(await monitor.stop()).toBe(0)
    }
    expect(callersIn(log, target.port)).toContain('monitor')
    expect(callersIn(log, target.port)).toContain(CALLER)
    expect(callersIn(probeLog, target.port)).toEqual([CALLER])
  })

  it('records references to the environment in place of what they stand for', async () => {
    using home = new MonitorHome()
    using target = await service()
    const log = join(home.directory, 'log')
    const policy = join(home.directory, 'policy.yaml')
    writeFileSync(policy, JSON.stringify({ audit: { directory: log } }))
    const reference = (name: string) => ['$', `{${name}}`].join('')
    const parameters = { host: reference('HERE'), port: target.port, timeout: 5 }
    const name = `own ${reference('SECRET')}`
    const tags = ['web', reference('SECRET')]
    const check = { name, plugin: 'check_tcp_connection', parameters, tags }
    home.write(`checks: ${JSON.stringify([check])}`)
    {
      const env = [`CHECK_TCP_POLICY=${policy}`, 'SECRET=geheim-7f3a', 'HERE=127.0.0.1']
      await using monitor = await home.start(['env', ...env])
      await monitor.believes('own geheim-7f3a', 'up')
      expect(await monitor.stop()).toBe(0)
    }
    const words = [COMMAND, 'audit', 'show', '--directory', log, '--output', 'ndjson']
    const shown = String(execFileSync(process.execPath, words))
    expect(shown).not.toContain('geheim')
    expect(shown).toContain(`"tags":["web","${reference('SECRET')}"]`)
    expect(shown).toContain(`"name":"${name}"`)
    expect(shown).toContain(`"host":"${reference('HERE')}"`)
  })

  it('records probes once where the policy of /probe names the same log', async () => {
    using home = new MonitorHome()
    using target = await service()
    const audit = { directory: join(home.directory, 'log') }
    {
      const rules = { machine: { audit }, probe: { ...EVERYTHING, audit } }
      await using monitor = await start(home, rules)
      expect(await probed(monitor, target.port)).toContain('probe_success 1\n')
      expect(await monitor.stop()).toBe(0)
    }
    expect(callersIn(audit.directory, target.port)).toEqual([CALLER])
  })

  it.each([
    ["the machine's", { machine: { limits: { per_target: 2 } }, probe: EVERYTHING }],
    ["the probe's own", { machine: {}, probe: { ...EVERYTHING, limits: { per_target: 2 } } }],
  ])('paces probes by %s limits', async (_, rules) => {
    using home = new MonitorHome()
    using target = await service()
    await using monitor = await start(home, rules)
    const answers = await Promise.all([1, 2, 3].map(() => probed(monitor, target.port)))
    for (const answer of answers) expect(answer).toContain('probe_success 1\n')
    const [first = 0, , last = 0] = target.arrivals
    expect(target.arrivals).toHaveLength(3)
    expect(last - first).toBeGreaterThan(900)
  })
})
