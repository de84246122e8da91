import type { Browser } from 'playwright-core'
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

describe.skipIf(!CHROMIUM)(`what somebody meets who is new here${NEEDS_CHROMIUM}`, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    demo = await startDemo({ days: 0, minutes: 36, token: TOKEN })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.close()
  })

  async function begin(path: string, options: Parameters<typeof openPage>[1] = {}) {
    const opened = await openPage(browser, options)
    const { page } = opened
    await signIn(await page.context().newPage(), demo.url, TOKEN)
    await visit(page, demo.url + path)
    return opened
  }

  it('every page is named in its title, and the name goes with it', async () => {
    await using opened = await begin('/checks/orders-db')
    const { page } = opened
    const title = () => page.title()
    await expect.poll(title).toMatch(/^orders-db: Down · 3 of 24 down/)
    await page.click('.acts a.button')
    await expect.poll(title).toMatch(/^Incident orders-db: Down · /)
    for (const [link, name] of [
      ['Locations', 'Locations'],
      ['Incidents', 'Incidents'],
      ['Monitor', 'Monitor'],
    ]) {
      await page.click(`.bar nav a:has-text("${link}")`)
      await expect.poll(title).toMatch(new RegExp(`^${name} · 3 of 24 down`))
    }
    await page.click('.brand')
    await expect.poll(title).toMatch(/^3 of 24 down/)
  })

  it('nothing on a page of a monitor without locations is an error', async () => {
    await using opened = await begin('/locations')
    const { page, problems } = opened
    await expect.poll(() => page.locator('h1').textContent()).toBe('One location')
    expect(await page.locator('main').innerText()).toContain('With locations in its config')
    expect(problems).toEqual([])
  })

  it('a silence is shown on the page of its check, and ended there', async () => {
    await using opened = await begin('/checks/cache')
    const { page } = opened
    await page.click('.acts button:has-text("Silence")')
    await page.fill('dialog input[name=note]', 'new disks')
    await page.click('dialog button.main')
    const notice = page.locator('.planned')
    await expect
      .poll(() => notice.allTextContents())
      .toEqual([expect.stringMatching(/^Silenced until .* token, new disks/)])
    await notice.locator('button').click()
    await expect.poll(() => notice.count()).toBe(0)
    expect(demo.monitor.silences().map(({ matches }) => matches)).not.toContain('cache')
  })

  it('what is not there says so on a page that leads on', async () => {
    await using opened = await openPage(browser)
    const { page } = opened
    const response = await page.goto(`${demo.url}/no/such/page`)
    expect(response?.status()).toBe(404)
    await page.waitForSelector('#app:not([aria-busy])')
    await expect
      .poll(() => page.locator('h1').allTextContents())
      .toEqual(['There is no such page.'])
    await using signedIn = await begin('/checks/order-db')
    const failed = signedIn.page.locator('.failed')
    await expect.poll(() => failed.innerText()).toContain('did you mean "orders-db"?')
    await failed.locator('a').click()
    await signedIn.page.waitForSelector('.list')
  })

  it('a page in German says errors in German', async () => {
    await using opened = await begin('/checks/orders-db', { locale: 'de-DE' })
    const { page } = opened
    const sentence = page.locator('.verdict-sentence')
    await expect.poll(() => sentence.textContent()).toContain('Verbindung abgelehnt')
    await expect
      .poll(() => page.locator('.outcome-bad').first().textContent())
      .toBe('Verbindung abgelehnt')
    await visit(page, `${demo.url}/checks/nothing`)
    await expect.poll(() => page.locator('.failed').innerText()).toContain('Das gibt es nicht')
  })

  it('Escape leaves the search, and what was found stays', async () => {
    await using opened = await begin('/')
    const { page } = opened
    const search = page.locator('input[type=search]')
    await search.fill('git')
    const addresses = await page.evaluate(async () => {
      const seen: string[] = []
      const { replaceState } = history
      history.replaceState = (...given) => {
        seen.push(String(given[2]))
        replaceState.apply(history, given)
      }
      return seen
    })
    await search.press('Escape')
    expect(await search.inputValue()).toBe('git')
    expect(addresses).toEqual([])
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
  })
})
