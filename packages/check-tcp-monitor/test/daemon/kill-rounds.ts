import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { seededRandom } from '../../../check-tcp/test/support/seeded-random.js'
import { databaseFile } from '../../dist/history/sqlite/database/history-files.js'
import { openDatabase } from '../../dist/history/sqlite/database/open-database.js'
import { openReadOnly } from '../../dist/history/sqlite/reader/read-only-store.js'
import { OnePort } from './one-port.js'
import { MonitorHome, type RunningMonitor } from './running-monitor.js'

/** Checks of the monitor, each once a second. */
const CHECKS = 300

/** The longest life after the monitor says that it runs. */
const LONGEST_LIFE_MS = 1_500

/** Callers who ask for a check at once, again and again. */
const CALLERS = 4

/** A result that the API has answered with, and so has promised to keep. */
interface Acknowledged {
  readonly check: string
  readonly at: number
}

interface Kills {
  readonly kills: number
  readonly seed: number
}

/** Kills a monitor under load with SIGKILL again and again, and expects all that it ever acknowledged to be there. */
export async function expectNothingLost({
  kills,
  seed,
}: Kills): Promise<{ results: number; incidents: number }> {
  const random = seededRandom(seed)
  using home = new MonitorHome()
  await using port = await OnePort.open()
  home.write(configOf(home, port.number))
  const acknowledged: Acknowledged[] = []
  for (let kill = 0; kill < kills; kill++) {
    const what = `kill ${kill} of seed ${seed}`
    const monitor = await home.start()
    // Every second life finds everything down, so that incidents open and close all the time.
    if (kill % 2 === 0) await port.close()
    else await port.open()
    await live(monitor, random() * LONGEST_LIFE_MS, acknowledged)
    expectSound(join(home.directory, 'history'), what)
  }
  return expectAllThere(home, acknowledged)
}

function configOf({ directory }: MonitorHome, port: number): string {
  const told = join(directory, 'told.ndjson')
  const checks = Array.from(
    { length: CHECKS },
    (_, i) =>
      `  - { name: check_${i}, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} } }`,
  )
  return `defaults: { every: 1s, confirm: 1, confirm_every: 1s, recover: 1, parameters: { timeout: 1 } }
alerting:
  channels: { file: { kind: command, command: [sh, -c, "cat >> ${told}; echo >> ${told}"] } }
  routes: [{ name: all, channels: [file], group_wait: 0s }]
checks:
${checks.join('\n')}
`
}

async function live(monitor: RunningMonitor, lifeMs: number, into: Acknowledged[]): Promise<void> {
  const dead = monitor.ended()
  let isAnswered = false
  // A busy machine may take longer than a whole life until the first answer, so the life is counted from that.
  const onAnswer = () => {
    if (!isAnswered) setTimeout(() => monitor.signal('SIGKILL'), lifeMs)
    isAnswered = true
  }
  await Promise.all(Array.from({ length: CALLERS }, (_, i) => ask(monitor, i, into, onAnswer)))
  await dead
}

/** Asks until the monitor is dead. */
async function ask(
  monitor: RunningMonitor,
  caller: number,
  into: Acknowledged[],
  onAnswer: () => void,
): Promise<void> {
  for (let i = caller; ; i += CALLERS) {
    const check = `check_${i % CHECKS}`
    try {
      const response = await monitor.get(`/api/v1/checks/${check}/run`, { method: 'POST' })
      const body = (await response.json()) as { readonly timestamp?: string }
      if (body.timestamp === undefined) throw new TypeError(JSON.stringify(body))
      into.push({ check, at: Date.parse(body.timestamp) })
      onAnswer()
    } catch (error) {
      // A connection that was cut off; anything else is a failure of the test.
      if (
        error instanceof TypeError &&
        error.message !== 'fetch failed' &&
        !/terminated/.test(error.message)
      )
        throw error
      return
    }
  }
}

function expectSound(directory: string, what: string): void {
  const database = openDatabase(databaseFile(directory))
  const row = database.prepare<{ integrity_check: string }>('PRAGMA integrity_check').get()
  database.close()
  expect(row?.integrity_check, what).toBe('ok')
}

async function expectAllThere(home: MonitorHome, acknowledged: readonly Acknowledged[]) {
  const store = openReadOnly(join(home.directory, 'history'))
  const kept = new Set<string>()
  const incidents = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await store.queries.exportPage(cursor === undefined ? {} : { cursor })
    for (const record of page.records) {
      if (record.kind === 'result')
        kept.add(`${record.result.checkId} ${Math.floor(record.result.at)}`)
      if (record.kind === 'incident') incidents.add(record.incident.id)
    }
    cursor = page.next
  } while (cursor !== undefined)
  await store.close()
  const lost = acknowledged.filter(({ check, at }) => !kept.has(`${check} ${at}`))
  expect(lost).toEqual([])
  const told = notifiedIncidents(home)
  expect(told.filter((id) => !incidents.has(id))).toEqual([])
  return { results: acknowledged.length, incidents: new Set(told).size }
}

/** The incidents that somebody was notified of; a kill may have cut the last line of a life off. */
function notifiedIncidents({ directory }: MonitorHome): string[] {
  const file = join(directory, 'told.ndjson')
  if (!existsSync(file)) return []
  const ids = readFileSync(file, 'utf8').matchAll(/"incident":\{"id":"([^"]+)"/g)
  return [...ids].map(([, id]) => id ?? '')
}
