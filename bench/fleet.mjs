// A hub under load: what a result costs it, how old votes are when it has them, and how soon an agent that was cut off for an hour has caught up.
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../lab/dist/servers/postgres.js'
import { percentile } from './tools/percentile.mjs'
import { reportTable } from './tools/report-table.mjs'

const AGENTS = Number(process.env.BENCH_FLEET_AGENTS ?? 50)
const CHECKS = Number(process.env.BENCH_FLEET_CHECKS ?? 10_000)
const EVERY_S = Number(process.env.BENCH_FLEET_EVERY ?? 300)
const DATABASES = (process.env.BENCH_FLEET_DATABASES ?? 'sqlite,postgres').split(',')
const SECONDS = Number(process.env.BENCH_FLEET_SECONDS ?? 60)
const BACKLOG_S = 3_600
const NAMES = { sqlite: 'SQLite', postgres: 'PostgreSQL' }
const TOKEN = '0123456789abcdef'
const MIB = 2 ** 20
/** Clock ticks of /proc per second: USER_HZ is 100 on every Linux that Node runs on. */
const HZ = 100

const command = fileURLToPath(new URL('../packages/check-tcp/bin/check-tcp.cjs', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'bench-fleet-'))
const locations = Array.from({ length: AGENTS }, (_, index) => `l${index}`)
try {
  const measured = []
  for (const database of DATABASES) {
    const steady = await measure('steady', database, 0)
    const catchUp = await measure('catching up', database, BACKLOG_S * 1_000)
    measured.push({ database, steady, catchUp })
  }
  report(measured)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** A hub and its agents for a while. @param backlogMs that the first agent has to catch up with */
async function measure(name, database, backlogMs) {
  const folder = mkdtempSync(join(directory, 'hub-'))
  const path = join(folder, 'hub.yaml')
  const postgres = database === 'postgres' ? await startPostgres() : undefined
  writeFileSync(path, configOf(folder, postgres))
  const hub = spawn(process.execPath, [command, 'monitor', path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const api = await addressOf(hub)
  const given = {
    api,
    token: TOKEN,
    locations,
    checks: CHECKS,
    everyMs: EVERY_S * 1_000,
    backlogMs,
  }
  const agents = fork(new URL('./fleet-agents.mjs', import.meta.url), [JSON.stringify(given)], {
    serialization: 'advanced',
  })
  try {
    await once(agents, 'message')
    agents.send('begin')
    return { name, ...(await figuresOf(agents, hub.pid, backlogMs)) }
  } finally {
    agents.disconnect()
    hub.kill('SIGTERM')
    await once(hub, 'exit')
    await postgres?.[Symbol.asyncDispose]()
  }
}

function configOf(folder, postgres) {
  const checks = Array.from({ length: CHECKS }, (_, index) => {
    const host = `10.0.${index >> 8}.${index & 255}`
    return `  - { name: check_${index}, plugin: check_tcp_connection, parameters: { host: ${host}, port: 80 } }`
  })
  return `directory: ${join(folder, 'history')}
http: { listen: "127.0.0.1:0", token: ${TOKEN} }
hub: { listen: "127.0.0.1:0"${postgres ? `, database: "${postgres.url}"` : ''} }
locations: { ${locations.map((name) => `${name}: {}`).join(', ')} }
defaults: { every: ${EVERY_S}s, timeout: 5 }
checks:
${checks.join('\n')}
`
}

/** Where the HTTP API of a hub listens, as its log says. */
function addressOf(hub) {
  return new Promise((resolve, reject) => {
    let text = ''
    const read = (chunk) => {
      text += chunk
      const [, url] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(text) ?? []
      if (url) resolve(url)
    }
    hub.stdout.on('data', read)
    hub.stderr.on('data', read)
    hub.once('exit', (code) => reject(new Error(`the hub ended with ${code}: ${text}`)))
  })
}

/** After a warm-up of a third: steady figures, or those until the backlog is sent. */
async function figuresOf(agents, pid, backlogMs) {
  const seconds = []
  let begun = costOf(pid)
  for await (const [second] of messagesOf(agents)) {
    if (second.kind !== 'second') continue
    seconds.push({ ...second, at: performance.now() })
    if (backlogMs === 0 && seconds.length === Math.ceil(SECONDS / 3)) begun = costOf(pid)
    const isCaughtUp = backlogMs > 0 && second.waiting[0] < 1_000
    if (backlogMs > 0 ? isCaughtUp : seconds.length >= SECONDS) break
  }
  const ended = costOf(pid)
  const counted = backlogMs === 0 ? seconds.slice(Math.ceil(SECONDS / 3) - 1) : seconds
  const [first, last] = [counted[0], counted.at(-1)]
  const ages = Float64Array.from(counted.slice(1).flatMap((each) => [...each.ages])).sort()
  const results = last.received - first.received
  const ms = last.at - first.at
  return {
    ages,
    seconds: ms / 1_000,
    results,
    perSecond: results / (ms / 1_000),
    cpuUs: ((ended.cpuMs - begun.cpuMs) * 1_000) / results,
    cores: (ended.cpuMs - begun.cpuMs) / (ended.at - begun.at),
    rss: ended.rss,
  }
}

async function* messagesOf(child) {
  const waiting = []
  let wake = () => {}
  child.on('message', (...message) => {
    waiting.push(message)
    wake()
  })
  for (;;) {
    while (waiting.length > 0) yield waiting.shift()
    await new Promise((resolve) => {
      wake = resolve
    })
  }
}

function costOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // proc(5): after the name in brackets, utime and stime are fields 14 and 15, rss (in pages) is field 24.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1_000) / HZ
  return { at: performance.now(), cpuMs, rss: Number(fields[21]) * 4_096 }
}

function report(measured) {
  const row = (what, of) => [what, ...measured.map(of)]
  const ms = (value) => `${value.toFixed(0)} ms`
  const rows = [
    row('steady: results stored per second', ({ steady }) => steady.perSecond.toFixed(0)),
    row('steady: CPU of the hub per result', ({ steady }) => `${steady.cpuUs.toFixed(0)} us`),
    row('steady: cores that the hub keeps busy', ({ steady }) => steady.cores.toFixed(2)),
    row('steady: memory of the hub', ({ steady }) => `${(steady.rss / MIB).toFixed(0)} MiB`),
    row('steady: age of a vote at its receipt, p50', ({ steady }) =>
      ms(percentile(steady.ages, 0.5)),
    ),
    row('steady: age of a vote at its receipt, p99', ({ steady }) =>
      ms(percentile(steady.ages, 0.99)),
    ),
    row('catching up with an hour: how long', ({ catchUp }) => `${catchUp.seconds.toFixed(1)} s`),
    row('catching up: times faster than real time', ({ catchUp }) =>
      (BACKLOG_S / catchUp.seconds).toFixed(0),
    ),
    row('catching up: age of a vote at its receipt, p99', ({ catchUp }) =>
      ms(percentile(catchUp.ages, 0.99)),
    ),
    row('catching up: age of a vote, longest', ({ catchUp }) => ms(catchUp.ages.at(-1) ?? 0)),
  ]
  reportTable({
    name: 'fleet',
    title: 'A hub and its agents',
    explanation: `${AGENTS} agents with ${CHECKS} checks each, every ${EVERY_S} s, over HTTPS on loopback to one hub; agents, hub and database share the machine, and what the agents find is made up. Then the same while one agent has an hour of results to send.`,
    columns: ['what', ...measured.map(({ database }) => NAMES[database])],
    rows,
    numbers: measured.map(({ database, ...phases }) => ({
      database,
      ...Object.fromEntries(
        Object.entries(phases).map(([phase, { ages, ...each }]) => [
          phase,
          { ...each, p50: percentile(ages, 0.5), p99: percentile(ages, 0.99) },
        ]),
      ),
    })),
  })
}
