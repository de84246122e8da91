// The heap of a page that is left open: an hour's events of 10,000 checks, played as fast as the page takes them.
import { setTimeout as pause } from 'node:timers/promises'
import { DashboardBench, DESKTOP, heapOf } from './tools/dashboard-bench.mjs'
import { reportTable } from './tools/report-table.mjs'

const CHECKS = 10_000
const EVERY_MS = 10_000

/** Patches are sent at most four times a second. */
const PATCHES = 4 * 3_600
const PARTS = 6

/** Until so many different ones have come, which are then played again and again. */
const RECORDED = 80

const bench = await DashboardBench.start(CHECKS, EVERY_MS)
const heaps = []
let recordedBytes = 0
try {
  await bench.withPage(DESKTOP, async ({ page, session }) => {
    await page.addInitScript(() => {
      const Original = window.EventSource
      window.patches = []
      window.EventSource = class extends Original {
        constructor(...given) {
          super(...given)
          window.stream = this
          this.addEventListener('patch', (event) => {
            if (event.isTrusted) window.patches.push([event.data, event.lastEventId])
          })
        }
      }
    })
    await page.goto(bench.url)
    await page.waitForFunction((count) => window.patches.length >= count, RECORDED)
    // From now on the page has what was recorded alone.
    recordedBytes = await page.evaluate((count) => {
      window.stream.close()
      window.patches.length = count
      return window.patches.reduce((sum, [data]) => sum + data.length, 0)
    }, RECORDED)
    await play(page, RECORDED)
    await pause(1_000)
    heaps.push(await heapOf(session))
    for (let part = 0; part < PARTS; part++) {
      await play(page, PATCHES / PARTS)
      heaps.push(await heapOf(session))
    }
  })
} finally {
  await bench.stop()
}

const mb = (bytes) => (bytes / 1e6).toFixed(2)
reportTable({
  name: 'dashboard-hour',
  title: 'The heap of the dashboard, over an hour of events',
  explanation: `The overview of ${CHECKS.toLocaleString('en')} checks is open while ${PATCHES.toLocaleString('en')} patches reach it, as many as come within an hour while every check is made every 10 seconds (${RECORDED} that were recorded, again and again, ${mb((recordedBytes / RECORDED) * PATCHES)} MB in all). The heap is looked at after a garbage collection each time.`,
  columns: ['', ...heaps.map((_, part) => `${(part * 60) / PARTS} min`)],
  rows: [['heap, MB', ...heaps.map(mb)]],
  numbers: [{ name: 'heap', bytes: heaps }],
})

/** As many patches, a few in each frame, so that each of them is drawn. */
function play(page, count) {
  return page.evaluate(async (count) => {
    const { patches, stream } = window
    for (let at = 0; at < count; at++) {
      const [data, lastEventId] = patches[at % patches.length]
      stream.dispatchEvent(new MessageEvent('patch', { data, lastEventId }))
      if (at % 4 === 3) await new Promise(requestAnimationFrame)
    }
  }, count)
}
