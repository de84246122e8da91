import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { describe, expect, it } from 'vitest'
import { MonitorHome, type RunningMonitor, TOKEN } from './running-monitor.js'

const HOSTS = 50
const PORTS = 10
/** Checks that stay up, one a second each, and for how long they are watched. */
const BYSTANDERS = 20
const SECONDS = 15

interface Evidence {
  readonly taken_for?: string
}

interface Entry {
  readonly kind: string
  readonly evidence?: Evidence
}

/** Services on all addresses of this machine. */
async function serve(count: number): Promise<readonly Server[]> {
  const servers = Array.from({ length: count }, () =>
    createServer((socket) => socket.on('error', () => {}).end()),
  )
  for (const server of servers) {
    server.listen(0, '0.0.0.0')
    await once(server, 'listening')
  }
  return servers
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

function configOf(ports: readonly number[], bystander: number, evidence: boolean) {
  const checkOf = (name: string, host: string, port: number, more: object = {}) => ({
    ...{ name, plugin: 'check_tcp_connection', parameters: { host, port, timeout: 1 } },
    ...more,
  })
  const hosts = Array.from({ length: HOSTS }, (_, at) => `127.0.1.${at + 1}`)
  return {
    ...{ directory: './history', location: 'lab' },
    http: { listen: '127.0.0.1:0', token: TOKEN },
    defaults: { every: '5s', confirm: 1, evidence },
    checks: [
      ...Array.from({ length: BYSTANDERS }, (_, at) =>
        checkOf(`by-${at}`, '127.0.0.1', bystander, { every: '1s' }),
      ),
      ...hosts.flatMap((host) =>
        ports.map((port, at) => checkOf(`${host}/${at}`, host, port, { tags: ['storm'] })),
      ),
    ],
  }
}

async function* incidentsOf(monitor: RunningMonitor) {
  for (let cursor = ''; ; ) {
    const page = await monitor.json(`/api/v1/incidents?limit=1000${cursor}`)
    yield* page.incidents as readonly { readonly id: string; readonly subject_id: string }[]
    if (page.next === undefined) return
    cursor = `&cursor=${page.next}`
  }
}

/** By incident, by its check. */
async function openIncidents(monitor: RunningMonitor): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for await (const { id, subject_id } of incidentsOf(monitor)) found.set(subject_id, id)
  return found
}

async function timelineOf(monitor: RunningMonitor, id: string): Promise<readonly Entry[]> {
  return (await monitor.json(`/api/v1/incidents/${id}/timeline`)).entries as readonly Entry[]
}

/** How late the bystanders were, seconds, the smallest first. */
async function latenessOf(monitor: RunningMonitor, from: string): Promise<readonly number[]> {
  const all: number[] = []
  for (let at = 0; at < BYSTANDERS; at++) {
    const { results } = await monitor.json(
      `/api/v1/checks/by-${at}/results?limit=1000&from=${from}`,
    )
    for (const { lateness = 0 } of results as readonly { lateness?: number }[]) all.push(lateness)
  }
  return all.sort((a, b) => a - b)
}

async function storm(evidence: boolean) {
  const [bystander] = await serve(1)
  if (!bystander) throw new RangeError('a service is missing')
  const servers = await serve(PORTS)
  using home = new MonitorHome()
  writeFileSync(
    home.config,
    JSON.stringify(configOf(servers.map(portOf), portOf(bystander), evidence)),
  )
  await using monitor = await home.start()
  const verdicts = async () => {
    const { checks } = await monitor.json('/api/v1/checks?tag=storm&fields=verdict')
    return (checks as readonly { verdict: string }[]).filter(({ verdict }) => verdict === 'up')
      .length
  }
  await expect.poll(verdicts).toBe(HOSTS * PORTS)
  const from = new Date().toISOString()
  for (const server of servers) server.close()
  const made = async () => {
    const { results } = await monitor.json(`/api/v1/checks/by-0/results?from=${from}`)
    return (results as readonly unknown[]).length
  }
  // Who asks all the time makes checks late too.
  await expect.poll(made, { interval: 1_000 }).toBeGreaterThan(SECONDS)
  const lateness = await latenessOf(monitor, from)
  await expect.poll(async () => (await openIncidents(monitor)).size).toBe(HOSTS * PORTS)
  const incidents = await openIncidents(monitor)
  const looks: Entry[] = []
  if (evidence) {
    for (const id of incidents.values()) {
      let own: readonly Entry[] = []
      const told = async () => {
        own = (await timelineOf(monitor, id)).filter(
          ({ kind }) => kind === 'evidence' || kind === 'not_explained',
        )
        return own.length
      }
      await expect.poll(told, { timeout: 180_000 }).toBe(1)
      looks.push(...own)
    }
  }
  const { schedule } = await monitor.json('/api/v1/status')
  bystander.close()
  return { incidents, looks, lateness, schedule }
}

const shareOf = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

describe('500 checks that go down at once', () => {
  it('are looked at once for each host at most, each is told what was found, and other checks are as late as without', async () => {
    const without = await storm(false)
    const { looks, lateness, schedule } = await storm(true)
    expect(looks).toHaveLength(HOSTS * PORTS)
    const own = looks.filter(({ evidence }) => evidence && evidence.taken_for === undefined)
    expect(own.length).toBeGreaterThan(0)
    expect(own.length).toBeLessThanOrEqual(HOSTS)
    expect(schedule).toMatchObject({ missed: 0 })
    // Neither is exact on a machine that does much else at the same time.
    const normal = shareOf(without.lateness, 1)
    expect(shareOf(lateness, 0.75), `${lateness}`).toBeLessThanOrEqual(normal + 0.005)
  })
})
