// The dashboard of 1,000 checks beside Uptime Kuma with as many monitors.
import { DashboardBench, DESKTOP } from './tools/dashboard-bench.mjs'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(9)
const CHECKS = 1_000
const EVERY_MS = 20_000

/** Measured once, on a machine of the same class (2 cores): Uptime Kuma 2.5.3, 1,000 TCP monitors every 20 seconds. */
const UPTIME_KUMA = ['Uptime Kuma 2.5.3', '23.5', '6,500', '27,900', '185', '33']

const bench = await DashboardBench.start(CHECKS, EVERY_MS)
const looks = []
try {
  for (let round = 0; round < ROUNDS; round++) looks.push(await bench.look(DESKTOP, round))
} finally {
  await bench.stop()
}

const of = (value) => median(looks.map(value))
const whole = (value) => Math.round(value).toLocaleString('en')
reportTable({
  name: 'dashboard-1000',
  title: 'The dashboard of 1,000 checks, beside Uptime Kuma',
  explanation: `${CHECKS.toLocaleString('en')} checks every 20 seconds; Debian's Chromium opens the list, with nothing in its cache: until all of it can be used (with Uptime Kuma, from the login on), the bytes that came until then, and what an idle page costs. Medians of ${ROUNDS} rounds; the figures of Uptime Kuma were measured once, on another machine with 2 cores.`,
  columns: ['', 'list complete, s', 'loaded, KB', 'nodes', 'heap, MB', 'idle, % of a core'],
  rows: [
    [
      'check-tcp',
      (of(({ usable }) => usable) / 1_000).toFixed(2),
      whole(of(({ loaded }) => loaded) / 1e3),
      whole(of(({ nodes }) => nodes)),
      of(({ heap }) => heap / 1e6).toFixed(1),
      of(({ share }) => share * 100).toFixed(1),
    ],
    UPTIME_KUMA,
  ],
})
