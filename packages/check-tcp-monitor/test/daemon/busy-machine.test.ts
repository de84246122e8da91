import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { cpus } from 'node:os'
import { expect, it } from 'vitest'
import { notifyingConfig } from './notified.js'
import { MonitorHome, type RunningMonitor } from './running-monitor.js'

const SERVICES = 40
const CHECKS = 400

/** Takes every core for itself, twice, until it is disposed of. */
class BusyCores {
  readonly #loops: ChildProcess[] = Array.from({ length: 2 * cpus().length }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  )

  async [Symbol.asyncDispose](): Promise<void> {
    const ends = this.#loops.map((loop) => once(loop, 'exit'))
    for (const loop of this.#loops) loop.kill('SIGKILL')
    await Promise.all(ends)
  }
}

async function open(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => {}).resume())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('no port')
  return address.port
}

/** How many checks are believed to be what, and whether the location is isolated. */
async function beliefs(monitor: RunningMonitor): Promise<Record<string, number>> {
  const { checks } = await monitor.json('/api/v1/checks')
  const counts: Record<string, number> = {}
  for (const { verdict } of checks as { readonly verdict: string }[])
    counts[verdict] = (counts[verdict] ?? 0) + 1
  return counts
}

it('calls every service of a host down that refuses, and never the location isolated, while every core is busy', async () => {
  const servers = await Promise.all(Array.from({ length: SERVICES }, open))
  using home = new MonitorHome()
  const checks = Array.from({ length: CHECKS }, (_, i) => {
    const server = servers[i % SERVICES]
    return `name: svc_${i}, every: 5s, parameters: { host: 127.0.0.1, port: ${server ? portOf(server) : 0} }`
  })
  home.write(notifyingConfig(home, checks))
  await using monitor = await home.start()
  const patience = { timeout: 240_000, interval: 1_000 }
  await expect.poll(() => beliefs(monitor), patience).toEqual({ up: CHECKS })
  {
    await using _busy = new BusyCores()
    await Promise.all(servers.map((server) => once(server.close(), 'close')))
    await expect.poll(() => beliefs(monitor), patience).toEqual({ down: CHECKS })
  }
  const { incidents } = await monitor.json('/api/v1/incidents?limit=1000')
  const subjects = (incidents as { readonly subject_id: string }[]).map((each) => each.subject_id)
  expect(subjects).not.toContain('lab')
  expect(monitor.lines.map(({ msg }) => msg)).not.toContain('the location is cut off')
})
