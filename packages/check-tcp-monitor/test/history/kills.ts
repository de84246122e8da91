import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { seededRandom } from '../../../check-tcp/test/support/seeded-random.js'
import { databaseFile } from '../../dist/history/sqlite/database/history-files.js'
import { openDatabase } from '../../dist/history/sqlite/database/open-database.js'
import type { Store } from '../../src/core/store/store.js'
import type { Observation } from '../../src/core/wire/observation.js'
import { SqliteStore } from '../support/sqlite-store.js'
import { CRASH_CHECKS, crashBatch, hasIncident, incidentId } from './crash-numbers.js'
import { recount } from './recount.js'
import { START } from './sample-history.js'
import { temporaryDirectory } from './temporary-directory.js'

/** A history that has been killed so often is left alone, since recounting it takes longer every time. */
const KILLS_A_HISTORY = 10

/** Killed within so many milliseconds of its first commit. */
const LONGEST_LIFE_MS = 600

/** More than one life has time for. */
const BATCHES_A_LIFE = 20_000

const STORE = new URL('../../dist/history/sqlite/threads/threaded-store.js', import.meta.url)

/** Commits the batches of a file, 50 at a time, and prints the number of each that is acknowledged; purges all the while. */
const PROGRAM = `
import { readFileSync } from 'node:fs'
import { ThreadedStore } from ${JSON.stringify(STORE.href)}
const [directory, file, first] = process.argv.slice(1)
const batches = readFileSync(file, 'utf8').trimEnd().split('\\n').map((line) => JSON.parse(line))
const store = await ThreadedStore.open({ directory })
const forever = { rawMs: 1e12, minuteMs: 1e12, hourMs: 1e12, incidentMs: 1e12 }
let next = 0
async function commitAll() {
  while (next < batches.length) {
    const index = next++
    await store.commit(batches[index])
    process.stdout.write((Number(first) + index) + '\\n')
  }
}
async function purgeAll() {
  while (next < batches.length) await store.admin.purge(batches[next].observations[0].at, forever)
}
await Promise.all([...Array.from({ length: 50 }, commitAll), purgeAll()])
setInterval(() => {}, 1_000)
`

/** Kills a writing process with SIGKILL, and expects all that it acknowledged to be there, once, and sound. */
export async function expectNothingLost({
  kills,
  seed,
}: {
  readonly kills: number
  readonly seed: number
}): Promise<{ readonly acknowledged: number }> {
  const random = seededRandom(seed)
  let total = 0
  for (let done = 0; done < kills; done += KILLS_A_HISTORY) {
    using directory = temporaryDirectory()
    const acknowledged = new Set<number>()
    for (let kill = 0; kill < Math.min(KILLS_A_HISTORY, kills - done); kill++) {
      const what = `kill ${done + kill} of seed ${seed}`
      const first = kill * BATCHES_A_LIFE
      const numbers = await acknowledgedUntilKilled(
        directory.path,
        first,
        random() * LONGEST_LIFE_MS,
      )
      for (const number of numbers) acknowledged.add(number)
      checkIntegrity(directory.path, what)
      await expectAllThere(directory.path, acknowledged, what)
    }
    total += acknowledged.size
  }
  // It was under load, not killed before it began.
  expect(total).toBeGreaterThan(kills * 20)
  return { acknowledged: total }
}

function checkIntegrity(directory: string, what: string): void {
  const database = openDatabase(databaseFile(directory))
  const row = database.prepare<{ integrity_check: string }>('PRAGMA integrity_check').get()
  database.close()
  expect(row?.integrity_check, what).toBe('ok')
}

async function acknowledgedUntilKilled(
  directory: string,
  first: number,
  lifeMs: number,
): Promise<readonly number[]> {
  const file = join(directory, 'batches.ndjson')
  const lines = Array.from({ length: BATCHES_A_LIFE }, (_, index) =>
    JSON.stringify(crashBatch(first + index)),
  )
  writeFileSync(file, lines.join('\n'))
  const args = ['--input-type=module', '-e', PROGRAM, directory, file, String(first)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const closed = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), closed])
  setTimeout(() => child.kill('SIGKILL'), lifeMs)
  const [code, signal] = await closed
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
  return Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1).map(Number)
}

async function expectAllThere(
  directory: string,
  acknowledged: ReadonlySet<number>,
  what: string,
): Promise<void> {
  const store = SqliteStore.open({ directory })
  const results = await allResults(store)
  const found = new Set(results.map(({ latenessMs }) => latenessMs ?? -1))
  expect(found.size, `${what}: each once`).toBe(results.length)
  expect(
    [...acknowledged].filter((number) => !found.has(number)),
    `${what}: lost`,
  ).toEqual([])
  const { openIncidents, outbox } = await store.queries.remembered()
  const incidents = openIncidents.map(({ id }) => id).sort()
  const wanted = [...found].filter(hasIncident).map(incidentId).sort()
  // Together with its result, or not at all.
  expect(incidents, `${what}: incidents`).toEqual(wanted)
  expect(outbox.map(({ group }) => group).sort(), `${what}: outbox`).toEqual(wanted)
  await expectRollupsRight(store, results, what)
  await store.close()
}

async function expectRollupsRight(
  store: Store,
  results: readonly Observation[],
  what: string,
): Promise<void> {
  for (const checkId of CRASH_CHECKS) {
    const ofCheck = results.filter((each) => each.checkId === checkId)
    const all = { from: 0, until: START * 2 }
    const { good, bad, uptime } = recount(ofCheck, all)
    expect(
      await store.queries.summary({ checkId, location: 'here' }, all),
      `${what}: summary`,
    ).toMatchObject({
      good,
      bad,
      uptime,
    })
    for (const level of ['minute', 'hour'] as const) {
      const size = level === 'minute' ? 60_000 : 3_600_000
      const counts = new Map<number, number>()
      for (const { at } of ofCheck) {
        const start = Math.floor(at / size) * size
        counts.set(start, (counts.get(start) ?? 0) + 1)
      }
      const rollups = await store.queries.rollups({ checkId }, level, all)
      expect(
        rollups.map((rollup) => [rollup.at, rollup.good + rollup.bad]),
        `${what}: ${level}s`,
      ).toEqual([...counts].sort(([a], [b]) => a - b))
    }
  }
}

async function allResults(store: Store): Promise<readonly Observation[]> {
  const all: Observation[] = []
  let cursor: string | undefined
  do {
    const page = await store.queries.results({
      limit: 10_000,
      ...(cursor === undefined ? {} : { cursor }),
    })
    all.push(...page.results)
    cursor = page.next
  } while (cursor !== undefined)
  return all
}
