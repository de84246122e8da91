import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, NEEDS_CHROMIUM } from '../packages/check-tcp-dashboard/test/support/browser.js'
import { cutOff, openSite, search, violationsOn } from './site-in-browser.js'

describe.skipIf(CHROMIUM === undefined)(
  `the documentation site in a browser${NEEDS_CHROMIUM}`,
  () => {
    let site: Awaited<ReturnType<typeof openSite>>
    beforeAll(async () => {
      site = await openSite()
    })
    afterAll(() => site[Symbol.asyncDispose]())

    it('finds the page for a question, also from a page in a folder', async () => {
      await using opened = await site.open('guide/policy.html')
      const found = await search(opened.page, 'why did a check fail')
      expect(found.slice(0, 3)).toContain(site.at('guide/explain.html'))
      expect(opened.problems).toEqual([])
    })

    it('opens what was found at its heading, by the keyboard alone', async () => {
      await using opened = await site.open('index.html')
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
      await using opened = await site.open('index.html')
      const { page } = opened
      await page.fill('input[type=search]', 'xyzzyplugh')
      await expect.poll(() => page.textContent('#told')).toBe('Nothing found')
      await page.keyboard.press('Escape')
      expect(await page.inputValue('input[type=search]')).toBe('')
      expect(await page.isHidden('#found')).toBe(true)
    })

    it("has the system's colours until somebody chooses others, and keeps those", async () => {
      await using opened = await site.open('index.html', { colorScheme: 'dark' })
      const { page, problems } = opened
      const back = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
      const dark = await back()
      await page.click('#theme')
      const light = await back()
      expect(light).not.toBe(dark)
      expect(light).toBe('rgb(255, 255, 255)')
      await page.goto(site.at('guide/monitor.html'))
      expect(await back()).toBe(light)
      expect(problems).toEqual([])
    })

    it('can be used by everybody, and is not cut on a screen of 390 pixels', async () => {
      const small = { viewport: { width: 390, height: 800 }, colorScheme: 'dark' } as const
      await using opened = await site.open('guide/comparison.html', small)
      const { page, problems } = opened
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
      expect(await cutOff(page)).toEqual([])
      expect(await violationsOn(page)).toEqual([])
      expect(problems).toEqual([])
    })
  },
)
