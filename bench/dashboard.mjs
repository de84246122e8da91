// What the dashboard of 10,000 checks costs a browser: until something is painted, until the list can be used, until a change is seen, and while it is open.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { median } from './tools/median.mjs'
import { reportTable } from './tools/report-table.mjs'
import { rounds } from './tools/rounds.mjs'

const ROUNDS = rounds(9)
const CHECKS = 10_000

/** So that every check has been made, and the list has something to show. */
const WARM_UP_MS = 15_000

/** For how long a page is watched that nobody touches. */
const OPEN_MS = 10_000

const PLACES = [
  { name: 'desktop', viewport: { width: 1280, height: 900 }, slowdown: 1 },
  { name: 'phone, 4 × slower', viewport: { width: 390, height: 844 }, slowdown: 4 },
]

const BROWSER = {
  executablePath: '/usr/bin/chromium',
  args: [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
}

const program = fileURLToPath(new URL('dashboard-process.mjs', import.meta.url))
const monitor = fork(program, [String(CHECKS)])
let url
while (url === undefined) [{ url }] = await once(monitor, 'message')
const empty = createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.end('<!doctype html><html lang="en"><title>empty</title><p>empty</p></html>')
}).listen(0, '127.0.0.1')
await once(empty, 'listening')
const emptyUrl = `http://127.0.0.1:${empty.address().port}/`
const browser = await chromium.launch(BROWSER)
await pause(WARM_UP_MS)

const measured = PLACES.map((place) => ({ ...place, rounds: [] }))
try {
  for (let round = 0; round < ROUNDS; round++) {
    for (const place of measured) place.rounds.push(await look(place, round))
  }
} finally {
  await browser.close()
  empty.close()
  monitor.kill('SIGTERM')
}

const of = (place, value) => median(place.rounds.map(value))
reportTable({
  name: 'dashboard',
  title: 'The dashboard of 10,000 checks',
  explanation: `A monitor makes ${CHECKS.toLocaleString('en')} checks every 10 seconds, and keeps them in SQLite; Debian's Chromium opens the overview, each time with nothing in its cache. First paint beside that of a page with one word on it; the list can be used when the script has taken the page over; a change is seen so long after the monitor's verdict. Then the page is open for 10 seconds: bytes that came, and its share of one core. Medians of ${ROUNDS} rounds.`,
  columns: [
    ...['browser', 'first paint, ms', 'times an empty page', 'list usable, ms', 'change seen, ms'],
    ...['nodes', 'heap, MB', 'loaded, KB', 'open, KB/s', 'open, % of a core'],
  ],
  rows: measured.map((place) => [
    place.name,
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
process.exit()

async function look({ viewport, slowdown }, round) {
  const emptyPaint = await withPage(viewport, slowdown, async ({ page }) => {
    await page.goto(emptyUrl)
    return paintOf(page)
  })
  return withPage(viewport, slowdown, async ({ page, session, received }) => {
    await page.goto(url)
    await page.waitForSelector('#app:not([aria-busy])', { state: 'attached' })
    const paint = await paintOf(page)
    const usable = await page.evaluate(() => window.usableAt)
    const loaded = received()
    const change = await changeSeen(page, `service-${(round * 37 + slowdown) % CHECKS}`)
    const begin = await metricsOf(session)
    const before = received()
    await pause(OPEN_MS)
    const end = await metricsOf(session)
    const streamed = received() - before
    await session.send('HeapProfiler.collectGarbage')
    const { JSHeapUsedSize: heap } = await metricsOf(session)
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
    const share = (end.TaskDuration - begin.TaskDuration) / (OPEN_MS / 1_000)
    return { emptyPaint, paint, usable, change, nodes, heap, loaded, streamed, share }
  })
}

/** Every page in a context of its own: with nothing in its cache. */
async function withPage(viewport, slowdown, work) {
  const context = await browser.newContext({ viewport })
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  let bytes = 0
  session.on('Network.dataReceived', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await session.send('Network.enable')
  await session.send('Performance.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      const app = document.getElementById('app')
      if (window.usableAt === undefined && app && !app.hasAttribute('aria-busy')) {
        window.usableAt = performance.now()
      }
    })
    observer.observe(document, { subtree: true, childList: true, attributes: true })
  })
  try {
    return await work({ page, session, received: () => bytes })
  } finally {
    await context.close()
  }
}

function paintOf(page) {
  return page.evaluate(async () => {
    for (;;) {
      const entry = performance.getEntriesByName('first-contentful-paint')[0]
      if (entry) return entry.startTime
      await new Promise((done) => setTimeout(done, 10))
    }
  })
}

/** From the monitor's verdict until the row stands at the top. */
async function changeSeen(page, name) {
  const seen = page.evaluate((wanted) => {
    const isThere = () =>
      document.querySelector('.row[data-row] .cell-name a')?.textContent === wanted
    return new Promise((done) => {
      const look = () => (isThere() ? done(Date.now()) : requestAnimationFrame(look))
      look()
    })
  }, name)
  monitor.send({ name, state: 'refused' })
  let down
  while (down === undefined) {
    const [message] = await once(monitor, 'message')
    if (message.id === name && message.verdict === 'down') down = message.at
  }
  const at = await seen
  monitor.send({ name })
  return at - down
}

async function metricsOf(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}
