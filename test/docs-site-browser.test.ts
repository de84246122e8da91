import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CHROMIUM,
  NEEDS_CHROMIUM,
  openBrowser,
  openPage,
} from '../packages/check-tcp-dashboard/test/support/browser.js'
import { buildSite } from '../scripts/docs/build-site.mjs'
import { ROOT } from './code-blocks.js'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** A page of each kind: lists, long text, wide tables, pictures, generated reference. */
const MAIN_PAGES = [
  'index.html',
  'readme.html',
  'guide/monitor.html',
  'guide/comparison.html',
  'guide/dashboard.html',
  'reference/config-keys.html',
]

/** What people type, and a page that they should find among the first. */
const QUESTIONS = [
  ['why did a check fail', 'guide/explain.html'],
  ['certificate expires', 'guide/scenarios.html'],
  ['syn_retransmits', 'guide/result.html'],
  ['quorum locations', 'guide/fleet.html'],
  ['audit log verify', 'guide/audit.html'],
  ['language model', 'guide/mcp.html'],
  ['blackbox_exporter comparison', 'guide/comparison.html'],
  ['silence check api', 'guide/monitor-api.html'],
  ['slack', 'guide/alerts.html'],
] as const

describe.skipIf(CHROMIUM === undefined)(
  `the documentation site in a browser${NEEDS_CHROMIUM}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-site-'))
    const at = (url: string) => pathToFileURL(join(folder, url)).href
    let browser: Browser
    beforeAll(async () => {
      buildSite(ROOT, folder)
      browser = await openBrowser()
    })
    afterAll(async () => {
      await browser.close()
      rmSync(folder, { recursive: true })
    })

    /** Opens a page from the disk; what it asks of other hosts counts as a problem. */
    async function open(url: string, options: Parameters<typeof openPage>[1] = {}) {
      const opened = await openPage(browser, options)
      opened.page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) opened.problems.push(request.url())
      })
      await opened.page.goto(at(url))
      return opened
    }

    async function search(page: Page, words: string): Promise<string[]> {
      await page.fill('input[type=search]', words)
      await page.waitForSelector('#found:not([hidden]) a')
      return page
        .locator('#found a')
        .evaluateAll((links) =>
          links.map((link) => (link as unknown as { href: string }).href.replace(/#.*/, '')),
        )
    }

    it.each(QUESTIONS)('finds for "%s" the page %s', async (words, url) => {
      await using opened = await open('guide/policy.html')
      const found = await search(opened.page, words)
      expect(found.slice(0, 5)).toContain(at(url))
      expect(opened.problems).toEqual([])
    })

    it('opens what was found at its heading, by the keyboard alone', async () => {
      await using opened = await open('index.html')
      const { page, problems } = opened
      await page.keyboard.press('/')
      await page.keyboard.type('timeline of an incident')
      await page.waitForSelector('#found:not([hidden]) a')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL(/monitor-api\.html#the-timeline-of-an-incident$/)
      expect(problems).toEqual([])
    })

    it('says that nothing was found, and forgets the words at Escape', async () => {
      await using opened = await open('index.html')
      const { page } = opened
      await page.fill('input[type=search]', 'xyzzyplugh')
      await expect.poll(() => page.textContent('#told')).toBe('Nothing found')
      await page.keyboard.press('Escape')
      expect(await page.inputValue('input[type=search]')).toBe('')
      expect(await page.isHidden('#found')).toBe(true)
    })

    it("has the system's colours until somebody chooses others, and keeps those", async () => {
      await using opened = await open('index.html', { colorScheme: 'dark' })
      const { page, problems } = opened
      const back = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
      const dark = await back()
      await page.click('#theme')
      const light = await back()
      expect(light).not.toBe(dark)
      expect(light).toBe('rgb(255, 255, 255)')
      await page.goto(at('guide/monitor.html'))
      expect(await back()).toBe(light)
      expect(problems).toEqual([])
    })

    it.each(
      MAIN_PAGES.flatMap((url) =>
        (['light', 'dark'] as const).map((scheme) => [url, scheme] as const),
      ),
    )('%s can be used by everybody, in %s colours', async (url, colorScheme) => {
      await using opened = await open(url, { colorScheme })
      const { page, problems } = opened
      // What axe would fetch again, the browser refuses to a page on the disk.
      await page.addScriptTag({ path: AXE })
      const violations = await page.evaluate(
        'axe.run(document, { preload: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((node) => String(node.target))].join(" ")))',
      )
      expect(violations).toEqual([])
      expect(problems).toEqual([])
    })

    it.each(MAIN_PAGES)('%s is not cut on a screen of 390 pixels', async (url) => {
      await using opened = await open(url, { viewport: { width: 390, height: 800 } })
      const { page, problems } = opened
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      // What is wider than the screen can be scrolled to by itself.
      const cut = await page.evaluate(
        `[...document.querySelectorAll('article *, header *')]
        .filter((each) => !each.closest('.table, pre, .unseen'))
        .filter((each) => each.getClientRects().length > 0 && each.getBoundingClientRect().right > 391)
        .map((each) => each.outerHTML.slice(0, 80))`,
      )
      expect(cut).toEqual([])
      expect(problems).toEqual([])
    })
  },
)
