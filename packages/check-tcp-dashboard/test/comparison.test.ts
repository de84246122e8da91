import { describe, expect, it } from 'vitest'
import { startDemo } from '../../../scripts/demo/demo-monitor.mjs'
import { CHROMIUM, NEEDS_CHROMIUM, openBrowser, openPage, visit } from './support/browser.js'

const LOCATIONS = ['frankfurt', 'amsterdam', 'new-york']

describe.skipIf(!CHROMIUM)(`a check of several locations${NEEDS_CHROMIUM}`, () => {
  it('shows them on one axis, each in a colour and a stroke of its own, and as a table', async () => {
    const demo = await startDemo({ days: 0, minutes: 36, fleet: true })
    const browser = await openBrowser()
    try {
      await using opened = await openPage(browser)
      const { page, problems } = opened
      await visit(page, `${demo.url}/checks/shop-web`)
      await page.waitForSelector('.chart canvas')
      await page.selectOption('.chart-card select', { label: 'Each location, compared' })
      await page.waitForSelector('.legend .stroke')
      expect(new URL(page.url()).searchParams.get('compare')).toBe('locations')
      const said = () => page.locator('.chart').getAttribute('aria-label')
      await expect.poll(said).toMatch(/^Median response time by location: frankfurt \S+ ms, /)
      for (const name of LOCATIONS) expect(await said()).toMatch(new RegExp(`${name} [\\d.]+ ms`))
      const strokes = await page.locator('.stroke path').evaluateAll((all) =>
        all.map((path) => {
          const { stroke, strokeDasharray } = getComputedStyle(path)
          return [stroke, strokeDasharray]
        }),
      )
      expect(strokes).toHaveLength(LOCATIONS.length)
      for (const part of [0, 1]) {
        expect(new Set(strokes.map((each) => each[part])).size).toBe(LOCATIONS.length)
      }
      await page.click('button:has-text("Table")')
      const heads = page.locator('.chart-card thead th')
      await expect.poll(() => heads.allTextContents()).toEqual(['When', ...LOCATIONS])
      await page.reload()
      await page.waitForSelector('.legend .stroke')
      await page.selectOption('.chart-card select', 'new-york')
      await page.waitForSelector('.legend .curve-95')
      expect(new URL(page.url()).searchParams.get('location')).toBe('new-york')
      expect(problems).toEqual([])
    } finally {
      await browser.close()
      await demo.close()
    }
  })
})
