// What the dashboard of 10,000 checks costs a browser: until something is painted, until the list can be used, until a change is seen, and while it is open.
import { DashboardBench, DESKTOP, OPEN_MS, PHONE } from './tools/dashboard-bench.mjs'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(9)
const CHECKS = 10_000
const EVERY_MS = 10_000

const bench = await DashboardBench.start(CHECKS, EVERY_MS)
const measured = [DESKTOP, PHONE].map((place) => ({ ...place, rounds: [] }))
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const place of measured) {
      const emptyPaint = await bench.emptyPaint(place)
      place.rounds.push({ emptyPaint, ...(await bench.look(place, round)) })
    }
  }
} finally {
  await bench.stop()
}

const of = (place, value) => median(place.rounds.map(value))
reportTable({
  name: 'dashboard',
  title: 'The dashboard of 10,000 checks',
  explanation: `A monitor makes ${CHECKS.toLocaleString('en')} checks every 10 seconds, and keeps them in SQLite; Debian's Chromium opens the overview, each time with nothing in its cache. The answer is the first page, all of it; first paint is beside that of a page with one word on it; the list can be used when the script has taken the page over; a change is seen so long after the monitor's verdict. Then the page is open for 10 seconds: bytes that came, and its share of one core. Medians of ${ROUNDS} rounds.`,
  columns: [
    ...['browser', 'answer, ms', 'first paint, ms', 'times an empty page', 'list usable, ms'],
    'change seen, ms',
    ...['nodes', 'heap, MB', 'loaded, KB', 'open, KB/s', 'open, % of a core'],
  ],
  rows: measured.map((place) => [
    place.name,
    of(place, ({ answer }) => answer).toFixed(0),
    of(place, ({ paint }) => paint).toFixed(0),
    of(place, ({ paint, emptyPaint }) => paint / emptyPaint).toFixed(2),
    of(place, ({ usable }) => usable).toFixed(0),
    of(place, ({ change }) => change).toFixed(0),
    of(place, ({ nodes }) => nodes).toFixed(0),
    of(place, ({ heap }) => heap / 1e6).toFixed(1),
    of(place, ({ loaded }) => loaded / 1e3).toFixed(0),
    of(place, ({ streamed }) => streamed / OPEN_MS).toFixed(1),
    of(place, ({ share }) => share * 100).toFixed(1),
  ]),
})
