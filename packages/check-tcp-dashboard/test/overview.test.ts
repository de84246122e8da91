import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../../../scripts/demo/demo-monitor.mjs'
import { CHROMIUM, NEEDS_CHROMIUM, openBrowser, openPage, visit } from './support/browser.js'

const TOKEN = 'a-token-of-the-tests'

/** The names of the rows on the screen, from above. */
function namesOn(page: Page): Promise<string[]> {
  return page.locator('.row[data-row] .cell-name a').allTextContents()
}

describe.skipIf(!CHROMIUM)(`the overview in a browser${NEEDS_CHROMIUM}`, () => {
  let demo: Demo
  let browser: Browser
  beforeAll(async () => {
    demo = await startDemo({ days: 3 })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.close()
  })

  it('says how everything is, and shows what is wrong first', async () => {
    await using opened = await openPage(browser)
    const { page, problems } = opened
    await visit(page, demo.url)
    expect(await page.locator('h1').textContent()).toBe('3 of 24 down, 1 degraded, 1 unknown')
    const names = await namesOn(page)
    // Nobody cares yet for the first two; the third is silenced.
    expect(names.slice(0, 5)).toEqual(['partner-api', 'orders-db', 'mail-out', 'payments', 'ldap'])
    expect(await page.locator('.row[data-row]').first().innerText()).toMatch(
      /Down.*partner-api.*Connection timeout/s,
    )
    expect(await page.title()).toBe('3 of 24 down, 1 degraded, 1 unknown · check-tcp')
    expect(problems).toEqual([])
  })

  it('says the same without JavaScript', async () => {
    await using opened = await openPage(browser, { javaScriptEnabled: false })
    const { page, problems } = opened
    await page.goto(demo.url)
    expect(await page.locator('h1').textContent()).toBe('3 of 24 down, 1 degraded, 1 unknown')
    expect((await namesOn(page)).slice(0, 2)).toEqual(['partner-api', 'orders-db'])
    expect(await page.locator('noscript').textContent()).toContain('JavaScript')
    expect(problems).toEqual([])
  })

  it('follows what happens', async () => {
    await using opened = await openPage(browser)
    const { page, problems } = opened
    await visit(page, demo.url)
    demo.world.set('git', 'refused')
    await demo.monitor.runNow('git')
    await expect.poll(async () => (await namesOn(page))[0]).toBe('git')
    expect(await page.locator('h1').textContent()).toMatch(/^4 of 24 down/)
    await expect.poll(() => page.locator('[aria-live]').textContent()).toContain('git is down')
    demo.world.set('git', undefined)
    await demo.monitor.runNow('git')
    await expect.poll(() => page.locator('h1').textContent()).toMatch(/^3 of 24 down/)
    expect(problems).toEqual([])
  })

  it('shows what is asked for, says so in its address, and goes back', async () => {
    await using opened = await openPage(browser)
    const { page } = opened
    await visit(page, demo.url)
    await page.click('.chip.is-down')
    expect(new URL(page.url()).search).toBe('?show=down')
    expect(await namesOn(page)).toEqual(['partner-api', 'orders-db', 'mail-out'])
    await page.fill('input[type=search]', 'refused')
    expect(await namesOn(page)).toEqual(['orders-db', 'mail-out'])
    expect(new URL(page.url()).search).toBe('?show=down&q=refused')
    await page.goBack()
    await expect.poll(() => namesOn(page).then((names) => names.length)).toBeGreaterThan(10)
    await visit(page, `${demo.url}/?q=tag:mail&group=tag`)
    expect(await page.locator('.row.group b').allTextContents()).toEqual(['mail', 'production'])
    await page.fill('input[type=search]', 'nothing is called so')
    expect(await page.locator('.empty').textContent()).toContain('No check matches.')
  })
})

describe.skipIf(!CHROMIUM)(`signing in${NEEDS_CHROMIUM}`, () => {
  it('is needed where there is a token, and lets people act', async () => {
    const demo = await startDemo({ days: 0, token: TOKEN })
    const browser = await openBrowser()
    try {
      await using opened = await openPage(browser)
      const { page } = opened
      await visit(page, demo.url)
      expect(await page.content()).not.toContain('orders-db')
      await page.fill('input[name=token]', 'wrong')
      await page.click('button.main')
      expect(await page.locator('[role=alert]').textContent()).toContain('token')
      await page.fill('input[name=token]', TOKEN)
      await page.click('button.main')
      await expect.poll(() => namesOn(page)).toContain('orders-db')
      await page.check('.row[data-row]:has-text("orders-db") input')
      await page.click('.bulk button:has-text("Acknowledge")')
      await page.fill('dialog input[name=note]', 'on it')
      await page.click('dialog button.main')
      await expect
        .poll(() => page.locator('.note').textContent())
        .toContain('1 incident acknowledged')
      await expect
        .poll(() =>
          page
            .locator('.row:has-text("orders-db-replica"), .row:has-text("orders-db")')
            .first()
            .innerText(),
        )
        .toContain('acknowledged')
      const [incident] = demo.monitor
        .openIncidents()
        .filter(({ subjectId }) => subjectId === 'orders-db')
      expect(incident?.acknowledged).toMatchObject({ note: 'on it' })
    } finally {
      await browser.close()
      await demo.close()
    }
  })
})
