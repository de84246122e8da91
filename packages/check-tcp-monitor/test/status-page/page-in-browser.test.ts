import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CHROMIUM,
  NEEDS_CHROMIUM,
  openBrowser,
  openPage,
} from '../../../check-tcp-dashboard/test/support/browser.js'
import { type OpenedHttp, openListener } from '../../src/http/listener.js'
import type { Day, PageModel, ServiceModel } from '../../src/status-page/page-model.js'
import { PageServer } from '../../src/status-page/publish/serve-page.js'
import { NOON, pageOf, serviceOf, UP_DAY } from '../support/sample-page.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const IN_PAGE = readFileSync(new URL('in-page.js', import.meta.url), 'utf8')

const MINUTE = 60_000

function daysOf(downEvery: number): readonly Day[] {
  return Array.from({ length: 90 }, (_, index) => {
    const date = new Date(NOON - (89 - index) * 1_440 * MINUTE).toISOString().slice(0, 10)
    if (index < 5) return { ...UP_DAY, date, upMs: 0 }
    if (index % 29 === 0) return { ...UP_DAY, date, maintenanceMs: 60 * MINUTE }
    if (index % downEvery !== 0) return { ...UP_DAY, date }
    const downMs = index * MINUTE
    return { ...UP_DAY, date, upMs: UP_DAY.upMs - downMs, downMs }
  })
}

function service(name: string, change: Partial<ServiceModel>): ServiceModel {
  return serviceOf({ name, slug: name.toLowerCase(), days: daysOf(17), ...change })
}

const LONG = 'A service whose name is rather long, such as Donaudampfschifffahrtsgesellschaft'

const PAGE = pageOf({
  ...{ title: 'Example services', note: 'Questions?\nWrite to support@example.com.', isOld: true },
  groups: [
    {
      name: 'Website',
      services: [
        service('Shop', { state: 'down', since: NOON - 40 * MINUTE }),
        service(LONG, { slug: 'long' }),
      ],
    },
    {
      services: [
        service('Databases', { state: 'degraded', since: NOON - MINUTE }),
        service('Mail', { state: 'maintenance' }),
        service('Backup', { state: 'unknown' }),
      ],
    },
  ],
  open: [
    {
      ...{ id: '01', services: ['Shop', LONG], state: 'down', since: NOON - 40 * MINUTE },
      notes: [{ at: NOON - MINUTE, text: `A switch is broken.\n${'x'.repeat(300)}` }],
    },
  ],
  past: [
    {
      ...{ id: '02', services: ['Mail'], state: 'degraded', notes: [] },
      ...{ since: NOON - 3_000 * MINUTE, until: NOON - 2_990 * MINUTE },
    },
  ],
  maintenance: [{ id: '03', services: ['Mail'], from: NOON, until: NOON + 60 * MINUTE }],
})

const SIZES = [320, 390, 1_280]

const LOOKS = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const

/** What `in-page.js` answers, in the page. */
function ask<T>(page: Page, what: string): Promise<T> {
  return page.evaluate<T>(`${IN_PAGE}\n${what}`)
}

describe.skipIf(!CHROMIUM)(`a status page in a browser${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  let served: OpenedHttp
  let model: PageModel = PAGE
  beforeAll(async () => {
    const server = new PageServer({ page: async () => ({ model, madeAtMs: 0 }) })
    served = await openListener({
      ...{ host: '127.0.0.1', port: 0, onUnreadable: () => {} },
      serve: () => ({ hono: server, close: async () => {} }),
    })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await served?.close()
  })

  describe.each(LOOKS)('%j', (look) => {
    it.each(SIZES)('at %d pixels is for everybody, and no text covers another', async (width) => {
      await using opened = await openPage(browser, {
        ...{ ...look, viewport: { width, height: 800 }, bypassCSP: true },
      })
      const { page } = opened
      await page.goto(served.url)
      await page.evaluate(AXE)
      for (const size of ['100%', '200%']) {
        await page.addStyleTag({ content: `html { font-size: ${size} }` })
        expect(await ask(page, 'inPage.misplacedTexts()')).toEqual([])
        await ask(page, 'inPage.openAll()')
        expect(await ask(page, 'inPage.misplacedTexts()')).toEqual([])
        expect(await ask(page, 'inPage.violations()')).toEqual([])
      }
    })
  })

  it('would be found wanting: by its contrast, and by texts that cover each other', async () => {
    await using opened = await openPage(browser, { bypassCSP: true })
    const { page } = opened
    await page.goto(served.url)
    await page.evaluate(AXE)
    const content = '.state { color: #ccc } .services > li { height: 1rem }'
    await page.addStyleTag({ content })
    expect((await ask<string[]>(page, 'inPage.violations()')).join()).toContain('color-contrast')
    expect(await ask(page, 'inPage.misplacedTexts()')).toContain('Databases')
  })

  it('is whole without JavaScript, in its own style, and asks nobody else for anything', async () => {
    await using opened = await openPage(browser, { javaScriptEnabled: false })
    const { page, problems } = opened
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    await page.goto(served.url)
    expect(await page.locator('.now').innerText()).toContain('1 of 5 is down since 11:20')
    const [first] = await page.locator('.services .bar').all()
    expect((await first?.boundingBox())?.height).toBe(24)
    await page.locator('summary').first().click()
    expect(await page.locator('table').first().locator('tbody tr').count()).toBe(90)
    expect(await page.locator('table').first().isVisible()).toBe(true)
    expect(new Set(asked)).toEqual(new Set([new URL(served.url).origin]))
    expect(problems).toEqual([])
  })

  it('needs no mouse: each history is one stop, which opens and closes', async () => {
    await using opened = await openPage(browser)
    const { page } = opened
    await page.goto(served.url)
    const stops: string[] = []
    for (;;) {
      await page.keyboard.press('Tab')
      const stop = await ask<string>(page, 'document.activeElement.tagName')
      if (stop === 'BODY' || stops.length > 20) break
      stops.push(stop)
      if (stops.length !== 1) continue
      await page.keyboard.press('Enter')
      expect(await page.locator('table').first().isVisible()).toBe(true)
      await page.keyboard.press('Enter')
      expect(await page.locator('table').first().isVisible()).toBe(false)
    }
    expect(stops).toEqual([...Array(5).fill('SUMMARY'), 'A', 'A', 'A'])
  })

  it('that was left open says that it is old, without a script', async () => {
    model = { ...PAGE, isOld: false, freshMs: 1_000 }
    await using opened = await openPage(browser, { javaScriptEnabled: false })
    const { page } = opened
    await page.goto(served.url)
    await expect.poll(() => page.locator('.later').isVisible()).toBe(true)
    model = { ...PAGE, isOld: false }
    await page.goto(served.url)
    expect(await page.locator('.later').isVisible()).toBe(false)
    model = PAGE
  })
})
