import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../../../../scripts/demo/demo-monitor.mjs'
import { accessibilityProblems } from './accessibility.js'
import {
  ARGS,
  CHROMIUM,
  NEEDS_CHROMIUM,
  openBrowser,
  PATIENCE_MS,
  signIn,
  visit,
} from './browser.js'
import { layoutProblems, lostTexts } from './layout.js'

const TOKEN = 'a-token-of-the-tests'

type Scheme = 'light' | 'dark' | 'forced colours'

type Colours = { readonly name: Scheme; readonly media: Parameters<Page['emulateMedia']>[0] }

const COLOURS: readonly Colours[] = [
  { name: 'light', media: { colorScheme: 'light' } },
  { name: 'dark', media: { colorScheme: 'dark' } },
  { name: 'forced colours', media: { forcedColors: 'active' } },
]

let demo: Demo

/** Every page, and what is opened on it. */
const PAGES: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['the overview', (page) => open(page, '/')],
  ['the overview by tag', (page) => open(page, '/?group=tag')],
  ['the overview by location, searched', (page) => open(page, '/?group=location&q=shop')],
  ['the overview with nothing on it', (page) => open(page, '/?q=nothing+is+called+so')],
  [
    'selected rows',
    async (page) => {
      await open(page, '/')
      await page.locator('.row[data-row] input').first().check()
    },
  ],
  [
    'the dialog of a silence',
    async (page) => {
      await open(page, '/checks/payments')
      await page.click('.acts button:has-text("Silence")')
      await page.waitForSelector('dialog[open]')
    },
  ],
  [
    'the keys',
    async (page) => {
      await open(page, '/')
      await page.keyboard.press('?')
      await page.waitForSelector('dialog[open] kbd')
    },
  ],
  ['a check that is down', (page) => open(page, '/checks/orders-db', '.chart canvas')],
  ['a check of several locations', (page) => open(page, '/checks/partner-api', '.chart canvas')],
  [
    'locations compared',
    (page) => open(page, '/checks/partner-api?compare=locations', '.legend .stroke'),
  ],
  [
    'a chart as a table',
    async (page) => {
      await open(page, '/checks/shop-web', '.chart canvas')
      await page.click('button:has-text("Table")')
    },
  ],
  [
    'an incident',
    async (page) => {
      const incident = demo.monitor.openIncidents().find((each) => each.subjectId === 'orders-db')
      await open(page, `/incidents/${incident?.id}`, '.timeline li')
      await page.click('summary')
    },
  ],
  ['incidents', (page) => open(page, '/incidents', '.plain-list li')],
  ['locations', (page) => open(page, '/locations', '.card')],
  ['the monitor', (page) => open(page, '/monitor', '.card li')],
  ['what is not there', (page) => open(page, '/no-such-page')],
  ['a check that is not there', (page) => open(page, '/checks/no-such-check', '.failed')],
]

async function open(page: Page, path: string, wait = 'main h1, main .empty'): Promise<void> {
  await visit(page, demo.url + path)
  await page.waitForSelector(wait)
  // What is loaded later has come.
  await page.waitForFunction(() => !document.body.innerText.includes('Loading…'))
}

/** Holds every page against what everybody needs, at some widths in pixels, in some colours. */
export function describePages(
  widths: readonly number[],
  schemes: readonly Scheme[] = COLOURS.map(({ name }) => name),
): void {
  describe.skipIf(!CHROMIUM)(`every page${NEEDS_CHROMIUM}`, () => {
    let browser: Browser
    let context: BrowserContext
    beforeAll(async () => {
      demo = await startDemo({ days: 8, fleet: true, channels: true, token: TOKEN })
      browser = await openBrowser()
      context = await browser.newContext({ reducedMotion: 'reduce' })
      context.setDefaultTimeout(PATIENCE_MS)
      await signIn(await context.newPage(), demo.url, TOKEN)
    })
    afterAll(async () => {
      await browser?.close()
      await demo?.close()
    })

    it.each(widths)('is for everybody, and nothing overlaps or is cut, at %i px', async (width) => {
      const page = await context.newPage()
      await page.setViewportSize({ width, height: 900 })
      const problems: string[] = []
      for (const [name, go] of PAGES) {
        await go(page)
        for (const { name: colours, media } of COLOURS) {
          if (!schemes.includes(colours)) continue
          await page.emulateMedia(media)
          const forcedColours = colours === 'forced colours'
          const found = await accessibilityProblems(page, { forcedColours })
          problems.push(...found.map((each) => `${name}, ${colours}: ${each}`))
          await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
        }
        problems.push(...(await layoutProblems(page)).map((each) => `${name}: ${each}`))
      }
      await page.close()
      expect(problems).toEqual([])
    })

    it('says where to sign in', async () => {
      const page = await browser.newPage({ viewport: { width: 320, height: 700 } })
      await open(page, '/', 'form.sign-in')
      expect(await accessibilityProblems(page)).toEqual([])
      expect(await layoutProblems(page)).toEqual([])
      await page.close()
    })
  })

  describe.skipIf(!CHROMIUM)(`every page with text of twice the size${NEEDS_CHROMIUM}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-chromium-'))
    let context: BrowserContext
    beforeAll(async () => {
      demo = await startDemo({ days: 3, fleet: true, channels: true, token: TOKEN })
      mkdirSync(join(folder, 'Default'))
      const preferences = { webkit: { webprefs: { default_font_size: 32 } } }
      writeFileSync(join(folder, 'Default/Preferences'), JSON.stringify(preferences))
      const launch = { ...(CHROMIUM ? { executablePath: CHROMIUM } : {}), args: [...ARGS] }
      context = await chromium.launchPersistentContext(folder, {
        ...launch,
        reducedMotion: 'reduce',
      })
      context.setDefaultTimeout(PATIENCE_MS)
      await signIn(await context.newPage(), demo.url, TOKEN)
    })
    afterAll(async () => {
      await context?.close()
      await demo?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    it.each(widths)('overlaps, cuts and loses nothing at %i px', async (width) => {
      const page = await context.newPage()
      await page.setViewportSize({ width, height: 900 })
      const problems: string[] = []
      for (const [name, go] of PAGES) {
        await go(page)
        problems.push(...(await layoutProblems(page)).map((each) => `${name}: ${each}`))
        problems.push(...(await lostTexts(page)).map((each) => `${name}: ${each}`))
      }
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(
        '30px',
      )
      await page.close()
      expect(problems).toEqual([])
    })
  })
}
