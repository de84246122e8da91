// The history under load: what is stored in a second, how long commits and a 30-day percentile take, also while it purges.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ThreadedStore } from '../packages/check-tcp-monitor/dist/history/sqlite/threads/threaded-store.js'
import { median } from './tools/median.mjs'
import { percentile } from './tools/percentile.mjs'
import { reportTable } from './tools/report-table.mjs'

const ROWS = Number(process.env.BENCH_HISTORY_ROWS ?? 10_000_000)
const SECONDS = Number(process.env.BENCH_HISTORY_SECONDS ?? 30)
const LOAD_BATCH = 20_000
const CHECKS = 1_000
const LIVE_CHECKS = 5_000
const LIVE_RATE = 5_000
const TICK_MS = 10
const DAY_MS = 86_400_000
const DAYS = 30
const FIRST = Date.UTC(2026, 9, 1)
const LAST = FIRST + DAYS * DAY_MS
const FOREVER = 10_000 * DAY_MS

const directory = mkdtempSync(join(tmpdir(), 'bench-history-'))
try {
  await main()
} finally {
  rmSync(directory, { recursive: true, force: true })
}

async function main() {
  let store = await ThreadedStore.open({ directory })
  const load = await fill(store)
  const { bytes } = await store.admin.health()
  const queries = await timeQueries(store)
  const steady = await commitsUntil(store, LAST, sleep(SECONDS * 1_000))
  const purged = store.admin.purge(LAST, {
    rawMs: (DAYS * DAY_MS * 3) / 4,
    minuteMs: FOREVER,
    hourMs: FOREVER,
    incidentMs: FOREVER,
  })
  const purgeStart = performance.now()
  const purging = await commitsUntil(store, LAST + SECONDS * 1_000, purged)
  const purgeSeconds = (performance.now() - purgeStart) / 1_000
  const { deleted } = await purged
  const after = (await store.admin.health()).bytes
  const reopenStart = performance.now()
  await store.close()
  const closed = performance.now()
  store = await ThreadedStore.open({ directory })
  const opened = performance.now()
  await store.close()

  const latencies = (name, { latencies, perSecond }) => [
    [`${name}: stored per second, of ${LIVE_RATE} offered`, perSecond.toFixed(0)],
    [`${name}: commit, p50`, `${percentile(latencies, 0.5).toFixed(1)} ms`],
    [`${name}: commit, p99`, `${percentile(latencies, 0.99).toFixed(1)} ms`],
    [`${name}: commit, longest`, `${latencies.at(-1).toFixed(1)} ms`],
  ]
  const rows = [
    ['results stored per second, 20,000 in a batch', load.perSecond.toFixed(0)],
    ['bytes for each result, with its rollups', (bytes / ROWS).toFixed(0)],
    ['p95 of 30 days of one check, median', `${median(queries).toFixed(1)} ms`],
    ['p95 of 30 days of one check, longest', `${Math.max(...queries).toFixed(1)} ms`],
    ...latencies('steady', steady),
    ...latencies('while purging', purging),
    ['results deleted per second, at the same time', (deleted / purgeSeconds).toFixed(0)],
    ['size before and after the purge', `${mib(bytes)} and ${mib(after)} MiB`],
    ['closing', `${(closed - reopenStart).toFixed(0)} ms`],
    ['opening, with the integrity check', `${(opened - closed).toFixed(0)} ms`],
  ]
  reportTable({
    name: 'history',
    title: 'The history under load',
    explanation: `${ROWS} results of ${CHECKS} checks over ${DAYS} days in one file, then ${LIVE_RATE} results per second of ${LIVE_CHECKS} other checks, each with its own state and commit, for ${SECONDS} s and for as long as it takes to delete the oldest quarter. A commit counts once it is on disk.`,
    columns: ['what', 'measured'],
    rows,
    numbers: [
      { name: 'load', perSecond: load.perSecond },
      { name: 'bytes', perResult: bytes / ROWS, before: bytes, after },
      { name: 'p95 of 30 days', ms: queries },
      { name: 'steady', ...summary(steady) },
      { name: 'while purging', ...summary(purging), deleted, seconds: purgeSeconds },
    ],
  })
}

function summary({ latencies, perSecond }) {
  return {
    perSecond,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    longest: latencies.at(-1),
  }
}

function mib(bytes) {
  return (bytes / 1_048_576).toFixed(0)
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function result(index, check, at) {
  const isBad = ((index ^ (index >>> 10)) * 7_919) % 997 === 0
  return {
    checkId: `check-${check}`,
    location: 'here',
    at,
    outcome: isBad ? 'bad' : 'good',
    attempts: 1,
    latenessMs: ((index * 31) % 1_500) / 1_000,
    address: `10.0.${check >> 8}.${check & 255}`,
    ...(isBad
      ? { failure: 'timeout', fault: 'network', error: 'Connection timeout' }
      : { responseMs: 5 + (((index * 104_729) % 40_000) / 1_000) ** 1.5, dnsMs: 0.4 }),
  }
}

function stateOf(check, since) {
  const key = { kind: 'check', id: `check-${check}`, location: 'here' }
  return { ...key, state: { verdict: 'up', since } }
}

async function fill(store) {
  const stepMs = (DAYS * DAY_MS) / ROWS
  const start = performance.now()
  const underWay = new Set()
  for (let index = 0; index < ROWS; ) {
    const observations = []
    for (; observations.length < LOAD_BATCH && index < ROWS; index++) {
      observations.push(result(index, index % CHECKS, FIRST + Math.floor(index * stepMs)))
    }
    const commit = store.commit({ observations }).then(() => underWay.delete(commit))
    underWay.add(commit)
    if (underWay.size >= 4) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  return { perSecond: ROWS / ((performance.now() - start) / 1_000) }
}

async function timeQueries(store) {
  const times = []
  for (let check = 0; check < CHECKS; check += CHECKS / 25) {
    const start = performance.now()
    const found = await store.queries.summary(
      { checkId: `check-${check}`, location: 'here' },
      { from: FIRST + 12_345, until: LAST - 1 },
    )
    times.push(performance.now() - start)
    if (!(found.p95 > 0)) throw new Error(`no p95 of check-${check}`)
  }
  return times
}

async function commitsUntil(store, firstAt, end) {
  const latencies = []
  const underWay = []
  let isOver = false
  const over = end.then(() => {
    isOver = true
  })
  const start = performance.now()
  let given = 0
  while (!isOver) {
    const due = Math.floor(((performance.now() - start) / 1_000) * LIVE_RATE)
    for (; given < due; given++) {
      const at = firstAt + Math.floor((given / LIVE_RATE) * 1_000)
      const check = CHECKS + (given % LIVE_CHECKS)
      const begun = performance.now()
      underWay.push(
        store
          .commit({
            observations: [result(given, check, at)],
            states: [stateOf(check, at)],
          })
          .then(() => latencies.push(performance.now() - begun)),
      )
    }
    await sleep(TICK_MS)
  }
  await over
  await Promise.all(underWay)
  const seconds = (performance.now() - start) / 1_000
  latencies.sort((a, b) => a - b)
  return { latencies, perSecond: given / seconds }
}
