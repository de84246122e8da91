// Opens the dashboard of a monitor of many services that there are not, in Debian's Chromium.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** For how long a page is watched that nobody touches. */
export const OPEN_MS = 10_000

export const DESKTOP = { name: 'desktop', viewport: { width: 1280, height: 900 }, slowdown: 1 }
export const PHONE = {
  name: 'phone, 4 × slower',
  viewport: { width: 390, height: 844 },
  slowdown: 4,
}

const BROWSER = {
  executablePath: '/usr/bin/chromium',
  args: [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
}

const EMPTY = '<!doctype html><html lang="en"><title>empty</title><p>empty</p></html>'

/** A monitor and a browser, and how a page of the one looks in the other. */
export class DashboardBench {
  #monitor
  #empty
  #browser
  #url
  #checks

  /** Begins, and waits until every check has been made, so that the list has something to show. */
  static async start(checks, everyMs) {
    const bench = new DashboardBench()
    const program = fileURLToPath(new URL('../dashboard-process.mjs', import.meta.url))
    bench.#checks = checks
    bench.#monitor = fork(program, [String(checks), String(everyMs)])
    while (bench.#url === undefined) [{ url: bench.#url }] = await once(bench.#monitor, 'message')
    bench.#empty = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      response.end(EMPTY)
    }).listen(0, '127.0.0.1')
    await once(bench.#empty, 'listening')
    bench.#browser = await chromium.launch(BROWSER)
    await pause(everyMs * 1.5)
    return bench
  }

  async stop() {
    await this.#browser.close()
    this.#empty.close()
    this.#empty.closeAllConnections()
    const ended = once(this.#monitor, 'exit')
    this.#monitor.kill('SIGTERM')
    await ended
  }

  /** The time until something is painted, of a page with one word on it. */
  emptyPaint(place) {
    const url = `http://127.0.0.1:${this.#empty.address().port}/`
    return this.withPage(place, async ({ page }) => {
      await page.goto(url)
      return paintOf(page)
    })
  }

  /** One visit of the overview. @param round another check changes in each */
  look(place, round) {
    return this.withPage(place, async ({ page, session, received }) => {
      await page.goto(this.#url)
      await page.waitForSelector('#app:not([aria-busy])', { state: 'attached' })
      const paint = await paintOf(page)
      const usable = await page.evaluate(() => window.usableAt)
      const answer = await page.evaluate(
        () => performance.getEntriesByType('navigation')[0].responseEnd,
      )
      const loaded = received()
      const name = `service-${(round * 37 + place.slowdown) % this.#checks}`
      const change = await this.#changeSeen(page, name)
      const begin = await metricsOf(session)
      const before = received()
      await pause(OPEN_MS)
      const end = await metricsOf(session)
      const streamed = received() - before
      const heap = await heapOf(session)
      const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
      const share = (end.TaskDuration - begin.TaskDuration) / (OPEN_MS / 1_000)
      return { answer, paint, usable, change, nodes, heap, loaded, streamed, share }
    })
  }

  get url() {
    return this.#url
  }

  /** Every page in a context of its own: with nothing in its cache. */
  async withPage({ viewport, slowdown }, work) {
    const context = await this.#browser.newContext({ viewport })
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

  /** From the monitor's verdict until the row stands at the top. */
  async #changeSeen(page, name) {
    const seen = page.evaluate((wanted) => {
      const isThere = () =>
        document.querySelector('.row[data-row] .cell-name a')?.textContent === wanted
      return new Promise((done) => {
        const look = () => (isThere() ? done(Date.now()) : requestAnimationFrame(look))
        look()
      })
    }, name)
    this.#monitor.send({ name, state: 'refused' })
    let down
    while (down === undefined) {
      const [message] = await once(this.#monitor, 'message')
      if (message.id === name && message.verdict === 'down') down = message.at
    }
    const at = await seen
    this.#monitor.send({ name })
    return at - down
  }
}

/** Bytes of the heap, without what is no longer used. */
export async function heapOf(session) {
  await session.send('HeapProfiler.collectGarbage')
  return (await metricsOf(session)).JSHeapUsedSize
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

async function metricsOf(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}
