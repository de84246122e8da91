import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../../../scripts/demo/demo-monitor.mjs'
import {
  CHROMIUM,
  NEEDS_CHROMIUM,
  openBrowser,
  openPage,
  signIn,
  visit,
} from './support/browser.js'

const TOKEN = 'a-token-of-the-tests'

/** What has the focus: the name of a field, or what a button says. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document
    if (!element?.matches('a, button, input, select, textarea')) return ''
    return element.getAttribute('name') ?? element.textContent?.trim() ?? ''
  })

/** Presses Tab until what has the focus says so. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let more = 0; more < 200; more++) {
    if ((await focused(page)).includes(text)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to "${text}"`)
}

/** Presses keys quicker than the browser draws what they do. */
async function typeAtOnce(page: Page, keys: string): Promise<void> {
  await page.evaluate(async (keys) => {
    for (const key of keys) {
      const { activeElement } = document
      activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      await Promise.resolve()
      await Promise.resolve()
    }
  }, keys)
}

/** Everything that can be used, and what of it Tab leads to. */
async function unreachable(page: Page): Promise<readonly string[]> {
  const all = await page.evaluate(() => {
    const usable = [
      ...document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex="0"]',
      ),
    ]
    return usable
      .filter(
        (each) =>
          each.checkVisibility() &&
          !(each as HTMLButtonElement).disabled &&
          (each as HTMLElement).tabIndex >= 0,
      )
      .map((each, index) => {
        each.setAttribute('data-place', String(index))
        return `${index} ${each.outerHTML.slice(0, 100)}`
      })
  })
  const reached = new Set<string>()
  for (let more = 0; more < all.length + 5; more++) {
    await page.keyboard.press('Tab')
    const place = await page.evaluate(() => document.activeElement?.getAttribute('data-place'))
    if (place) reached.add(place)
  }
  return all.filter((each) => !reached.has(each.split(' ')[0] ?? ''))
}

describe.skipIf(!CHROMIUM)(`with the keyboard alone${NEEDS_CHROMIUM}`, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    demo = await startDemo({ days: 2, channels: true, token: TOKEN })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.close()
  })

  async function begin(path: string) {
    const opened = await openPage(browser)
    const { page } = opened
    await signIn(await page.context().newPage(), demo.url, TOKEN)
    await visit(page, demo.url + path)
    return opened
  }

  it('somebody signs in', async () => {
    await using opened = await openPage(browser)
    const { page } = opened
    await visit(page, demo.url)
    await page.waitForSelector('form.sign-in')
    await tabTo(page, 'token')
    await page.keyboard.type(TOKEN)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.list')
  })

  it('somebody finds what is down, opens it, and acknowledges it with a note', async () => {
    await using opened = await begin('/')
    const { page } = opened
    await page.keyboard.press('/')
    await page.keyboard.type('orders-db')
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await expect.poll(() => focused(page)).toBe('orders-db')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.acts')
    await tabTo(page, 'Acknowledge')
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog[open]')
    await tabTo(page, 'note')
    await page.keyboard.type('on it?')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.locator('.notes').textContent())
      .toContain('1 incident acknowledged')
    const incident = demo.monitor.openIncidents().find(({ subjectId }) => subjectId === 'orders-db')
    expect(incident?.acknowledged).toMatchObject({ by: 'token', note: 'on it?' })
  })

  it('somebody selects checks, silences them, and takes that back', async () => {
    await using opened = await begin('/?q=cache')
    const { page } = opened
    await typeAtOnce(page, 'jx')
    expect(await page.locator('.bulk b').textContent()).toBe('1 selected')
    await page.keyboard.press('s')
    await page.waitForSelector('dialog[open]')
    await tabTo(page, 'for')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, 'Silence')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.locator('.notes').textContent())
      .toContain('1 check silenced for 4 h')
    expect(demo.monitor.silences().map(({ matches }) => matches)).toContain('cache')
    await tabTo(page, 'Undo')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => demo.monitor.silences().map(({ matches }) => matches))
      .not.toContain('cache')
  })

  it('somebody learns the keys, and closes them', async () => {
    await using opened = await begin('/')
    const { page } = opened
    await page.keyboard.press('?')
    await page.waitForSelector('dialog[open] kbd')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('dialog').count()).toBe(0)
  })

  it.each(['/?show=down', '/checks/orders-db', '/incidents', '/monitor', '/locations'])(
    'everything on %s is reached',
    async (path) => {
      await using opened = await begin(path)
      const { page } = opened
      await page.waitForSelector('h1')
      await page.waitForFunction(() => !document.body.innerText.includes('Loading…'))
      expect(await unreachable(page)).toEqual([])
    },
  )
})
