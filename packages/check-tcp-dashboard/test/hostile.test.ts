import { describe, expect, it } from 'vitest'
import { type DemoService, startDemo } from '../../../scripts/demo/demo-monitor.mjs'
import { CHROMIUM, NEEDS_CHROMIUM, openBrowser, openPage, visit } from './support/browser.js'
import { hostileStrings } from './support/hostile-strings.js'

const CHECKS = 150
const TAGS = 31
const NOTES = 100

/** Checks whose pages are opened too. */
const OPENED = 6

interface Watched {
  ran?: number
  reports?: string[]
}

describe.skipIf(!CHROMIUM)(`texts that would be scripts${NEEDS_CHROMIUM}`, () => {
  it('are texts: none of 5,000 runs, and none is even tried', async () => {
    const strings = [...hostileStrings(CHECKS * (TAGS + 2) + NOTES)]
    expect(strings.length).toBeGreaterThanOrEqual(5_000)
    const next = () => strings.pop() ?? ''
    const services = Array.from({ length: CHECKS }, (_, index): DemoService => {
      const tags = Array.from({ length: TAGS }, next)
      const host = `h${index}.example.com`
      return { name: next(), description: next(), host, port: 443, ms: 1, tags }
    })
    const demo = await startDemo({ services, days: 0, minutes: 1 })
    const browser = await openBrowser()
    try {
      for (const { name } of services.slice(0, 5)) demo.world.set(name, 'refused')
      await expect
        .poll(async () => {
          await Promise.all(services.slice(0, 5).map(({ name }) => demo.monitor.runNow(name)))
          return demo.monitor.openIncidents().length
        })
        .toBeGreaterThan(0)
      const [incident] = demo.monitor.openIncidents()
      for (let more = 0; more < NOTES; more++) {
        await demo.monitor.note(incident?.id ?? '', {
          by: next().slice(0, 100),
          text: next(),
          public: false,
        })
      }
      await using opened = await openPage(browser)
      const { page, problems } = opened
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
          const watched = window as Watched
          watched.reports = [...(watched.reports ?? []), `${violatedDirective} ${sample}`]
        })
      })
      page.on('dialog', (dialog) => problems.push(dialog.message()))
      const look = async () => {
        const { ran, reports } = await page.evaluate(() => {
          const { ran = 0, reports = [] } = window as Watched
          return { ran, reports }
        })
        expect({ ran, reports, problems }).toEqual({ ran: 0, reports: [], problems: [] })
        expect(new URL(page.url()).host).toBe(new URL(demo.url).host)
      }
      await visit(page, demo.url)
      const seen = new Set<string>()
      const height = await page.evaluate(() => document.documentElement.scrollHeight)
      for (let top = 0; top < height; top += 500) {
        await page.evaluate((to) => scrollTo(0, to), top)
        // As long as it takes to draw.
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        )
        for (const name of await page.locator('.row[data-row] .cell-name a').allTextContents())
          seen.add(name)
      }
      expect([...seen].sort()).toEqual(services.map(({ name }) => name).sort())
      await look()
      await visit(page, `${demo.url}/?group=tag&q=${encodeURIComponent('<script>')}`)
      await look()
      for (const { name } of services.slice(0, OPENED)) {
        await visit(page, `${demo.url}/checks/${encodeURIComponent(name)}`)
        await page.waitForSelector('.verdict-sentence')
        await expect.poll(() => page.locator('h1').textContent()).toBe(name)
        await look()
      }
      await visit(page, `${demo.url}/incidents/${incident?.id}`)
      await expect.poll(() => page.locator('.written').count()).toBe(NOTES)
      await look()
    } finally {
      await browser.close()
      await demo.close()
    }
  })
})
