// What a scheduled check costs: CPU time and bytes written for each, on a fresh history and on one of a million results; what
// the monitor costs while nothing is due; and its memory.
import { fork, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ThreadedStore } from '../packages/check-tcp-monitor/dist/history/sqlite/threads/threaded-store.js'
import { processUsage } from './tools/process-usage.mjs'
import { reportTable } from './tools/report-table.mjs'

const SECONDS = Number(process.env.BENCH_MONITOR_COST_SECONDS ?? 120)
/** The first turns of all checks come within 30 s, which is more than their share. */
const WARM_UP = Number(process.env.BENCH_MONITOR_COST_WARM_UP ?? 120)
const ROWS = Number(process.env.BENCH_MONITOR_COST_ROWS ?? 1_000_000)
const ONLY = process.env.BENCH_MONITOR_COST_ONLY
const MIB = 2 ** 20
const COMMAND = fileURLToPath(new URL('../packages/check-tcp/bin/check-tcp.cjs', import.meta.url))

const SCENARIOS = [
  { checks: 1_000, every: 100, rate: 10 },
  { checks: 1_000, every: 20, rate: 50 },
  { checks: 5_000, every: 10, rate: 500 },
]

const directory = mkdtempSync(join(tmpdir(), 'bench-monitor-cost-'))
const service = fork(new URL('./service.mjs', import.meta.url), ['0.0.0.0'])
const port = await new Promise((resolve) => service.once('message', resolve))
try {
  await main()
} finally {
  service.disconnect()
  rmSync(directory, { recursive: true, force: true })
}

async function main() {
  const measured = []
  const filled = new Map()
  for (const scenario of SCENARIOS) {
    for (const rows of [0, ROWS]) {
      const name = `${scenario.rate} a second, ${rows === 0 ? 'fresh history' : `${rows.toLocaleString('en')} results`}`
      if (ONLY && !name.includes(ONLY)) continue
      const { checks } = scenario
      if (rows > 0 && !filled.has(checks)) filled.set(checks, await fill(checks, rows))
      measured.push({
        name,
        ...(await measure(scenario, rows > 0 ? filled.get(checks) : undefined)),
      })
    }
  }
  const idle = { checks: 1, every: 86_400, rate: 0 }
  if (!ONLY || ONLY === 'idle') measured.push({ name: 'nothing due', ...(await measure(idle)) })
  reportTable({
    name: 'monitor-cost',
    title: 'What a scheduled check costs',
    explanation: `The command \`check-tcp monitor\` with its defaults and its API, checks of a service on this machine, each of an address of its own: user and system time of all of its threads, and what it wrote to the disk, in ${SECONDS} s after ${WARM_UP} s of warming up. Memory is that of the process (RSS) at the end.`,
    columns: ['checks', 'CPU a check, ms', 'bytes a check', 'CPU, % of a core', 'memory, MiB'],
    rows: measured.map(({ name, made, cpuMs, bytes, seconds, rss }) => [
      name,
      made > 0 ? (cpuMs / made).toFixed(3) : '',
      made > 0 ? (bytes / made).toFixed(0) : '',
      (cpuMs / seconds / 10).toFixed(2),
      (rss / MIB).toFixed(0),
    ]),
    numbers: measured,
  })
}

async function measure({ checks, every, rate }, history) {
  const folder = mkdtempSync(join(directory, 'run-'))
  if (history) cpSync(history, join(folder, 'history'), { recursive: true })
  const config = join(folder, 'monitor.yaml')
  writeFileSync(config, configOf(checks, every))
  const options = { stdio: ['ignore', 'ignore', 'inherit'] }
  const monitor = spawn(process.execPath, [COMMAND, 'monitor', config], options)
  const exited = new Promise((resolve) => monitor.once('exit', resolve))
  try {
    const warmth = await Promise.race([sleep(WARM_UP * 1_000), exited])
    if (warmth !== undefined) throw new Error(`the monitor ended with ${warmth}`)
    const start = { ...processUsage(monitor.pid), time: performance.now() }
    await sleep(SECONDS * 1_000)
    const end = { ...processUsage(monitor.pid), time: performance.now() }
    const seconds = (end.time - start.time) / 1_000
    return {
      made: rate * seconds,
      seconds,
      cpuMs: end.cpuMs - start.cpuMs,
      threads: threadsBetween(start.threads, end.threads),
      bytes: end.writtenBytes - start.writtenBytes,
      rss: end.rss,
      peakRss: end.peakRss,
    }
  } finally {
    monitor.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true, force: true })
  }
}

function threadsBetween(before, after) {
  const spent = after.map(({ id, name, cpuMs, writtenBytes }) => {
    const then = before.find((each) => each.id === id) ?? { cpuMs: 0, writtenBytes: 0 }
    return { name, cpuMs: cpuMs - then.cpuMs, bytes: writtenBytes - then.writtenBytes }
  })
  return spent
    .filter(({ cpuMs, bytes }) => cpuMs > 0 || bytes > 0)
    .sort((a, b) => b.cpuMs - a.cpuMs)
}

/** Every target is an address of its own in 127.0.0.0/8. */
function configOf(checks, every) {
  const lines = Array.from({ length: checks }, (_, i) => {
    const host = `127.1.${i >> 8}.${i & 255}`
    return `  - { name: check_${i}, plugin: check_tcp_connection, parameters: { host: ${host}, port: ${port} } }`
  })
  return `directory: history
location: here
http: { listen: 127.0.0.1:0 }
defaults: { every: ${every}s }
checks:
${lines.join('\n')}
`
}

/** A history of the same checks until now, as it is after they were made for long. */
async function fill(checks, rows) {
  const path = join(directory, `filled-${checks}`)
  const store = await ThreadedStore.open({ directory: path })
  const stepMs = 20
  const first = Date.now() - rows * stepMs
  for (let index = 0; index < rows; ) {
    const observations = []
    for (; observations.length < 2_000 && index < rows; index++) {
      const check = index % checks
      observations.push({
        checkId: `check_${check}`,
        location: 'here',
        at: first + index * stepMs,
        outcome: 'good',
        attempts: 1,
        latenessMs: 0.5,
        responseMs: 0.05 + (index % 97) / 1_000,
        address: `127.1.${check >> 8}.${check & 255}`,
      })
    }
    await store.commit({ observations })
  }
  await store.close()
  const bytes = readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
  console.error(`${rows} results of ${checks} checks: ${(bytes / MIB).toFixed(0)} MiB`)
  return path
}
