// The monitor under load: how many checks per second it makes and stores, how late they begin, and whether its memory grows.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { percentile } from './tools/percentile.mjs'
import { reportTable } from './tools/report-table.mjs'

const CHECKS = Number(process.env.BENCH_MONITOR_CHECKS ?? 5_000)
const SECONDS = Number(process.env.BENCH_MONITOR_SECONDS ?? 1_800)
/** Until what fills once is full: SQLite's cache of 64 MiB takes five minutes, compiled code and buffers less. */
const WARM_UP = Math.min(600, SECONDS / 3)
const MIB = 2 ** 20

const directory = mkdtempSync(join(tmpdir(), 'bench-monitor-'))
const service = fork(new URL('./service.mjs', import.meta.url), ['0.0.0.0'])
const port = await new Promise((resolve) => service.once('message', resolve))
const config = join(directory, 'monitor.yaml')
writeFileSync(config, configOf(port))
const collector = new URL('./tools/collect-garbage.mjs', import.meta.url)
const monitor = fork(new URL('./monitor-process.mjs', import.meta.url), [config], {
  // Its threads take this up too.
  env: { ...process.env, NODE_OPTIONS: `--import=${collector}` },
})
try {
  report(await figuresOf(monitor))
} finally {
  service.disconnect()
  monitor.disconnect()
  await new Promise((resolve) => monitor.once('exit', resolve))
  rmSync(directory, { recursive: true, force: true })
}

/** Every target is an address of its own in 127.0.0.0/8. */
function configOf(port) {
  const checks = Array.from({ length: CHECKS }, (_, i) => {
    const host = `127.1.${i >> 8}.${i & 255}`
    return `  - { name: check_${i}, plugin: check_tcp_connection, parameters: { host: ${host}, port: ${port} } }`
  })
  return `directory: ${join(directory, 'history')}
http: false
concurrency: 2000
defaults: { every: 1s, parameters: { timeout: 5 } }
checks:
${checks.join('\n')}
`
}

async function figuresOf(monitor) {
  const figures = []
  await new Promise((resolve, reject) => {
    monitor.on('message', (figure) => {
      figures.push(figure)
      if (figures.length >= SECONDS) resolve()
    })
    monitor.once('exit', (code) => reject(new Error(`the monitor ended with ${code}`)))
  })
  monitor.removeAllListeners('exit')
  return figures
}

function report(figures) {
  const steady = figures.slice(WARM_UP)
  const [first, last] = [steady[0], steady.at(-1)]
  const seconds = steady.length - 1
  const growth = slope(lows(steady, 'rss'))
  const keptGrowth = slope(lows(steady, 'kept'))
  const late = steady.map(({ p99 }) => p99).sort((a, b) => a - b)
  const rows = [
    ['checks stored per second', ((last.stored - first.stored) / seconds).toFixed(0)],
    [
      'turns skipped, of all',
      `${((100 * (last.missed - first.missed)) / (CHECKS * seconds)).toFixed(2)} %`,
    ],
    ['lateness, p99 of each second, median', `${percentile(late, 0.5).toFixed(0)} ms`],
    [
      'lateness, p99 of each second, highest in 99 of 100',
      `${percentile(late, 0.99).toFixed(0)} ms`,
    ],
    ['memory (RSS), peak', `${(Math.max(...steady.map(({ rss }) => rss)) / MIB).toFixed(0)} MiB`],
    ['slope of RSS, and its standard error', slopeText(growth)],
    ['memory kept, in the first minute', `${(lows(steady, 'kept')[0] / MIB).toFixed(1)} MiB`],
    ['memory kept, in the last minute', `${(lows(steady, 'kept').at(-1) / MIB).toFixed(1)} MiB`],
    ['slope of the memory kept, and its standard error', slopeText(keptGrowth)],
    ['not as expected', String(last.observations.bad + last.observations.unknown)],
    ['dropped because the store was not available', String(last.dropped)],
  ]
  reportTable({
    name: 'monitor',
    title: 'The monitor under load',
    explanation: `${CHECKS} checks of a service on this machine, each once a second, for ${SECONDS} s, the first ${WARM_UP} s not counted. Every result is stored, with rollups; the service has a share of the same cores. Every thread collects garbage four times a minute. Slopes are those of the lowest figure of each minute; memory kept is RSS without the pages that V8 holds but does not use.`,
    columns: ['what', 'measured'],
    rows,
    numbers: { first, last, late, rss: lows(steady, 'rss'), kept: lows(steady, 'kept') },
  })
}

/** The lowest of each minute, after which garbage was collected. */
function lows(figures, name) {
  const minutes = Math.floor(figures.length / 60)
  return Array.from({ length: minutes }, (_, minute) =>
    Math.min(...figures.slice(minute * 60, (minute + 1) * 60).map((each) => each[name])),
  )
}

function slopeText({ perHour, error }) {
  return `${perHour.toFixed(2)} and ${error.toFixed(2)} MiB per hour`
}

/** Of a value for each minute, by least squares, in MiB per hour. */
function slope(values) {
  const meanX = (values.length - 1) / 2
  const meanY = values.reduce((sum, value) => sum + value, 0) / values.length
  const across = values.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0)
  const a = values.reduce((sum, value, x) => sum + (value - meanY) * (x - meanX), 0) / across
  const rest = values.reduce((sum, value, x) => sum + (value - meanY - a * (x - meanX)) ** 2, 0)
  const error = Math.sqrt(rest / (values.length - 2) / across)
  return { perHour: (a * 60) / MIB, error: (error * 60) / MIB }
}
