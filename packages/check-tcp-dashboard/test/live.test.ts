import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type DemoState, startDemo } from '../../../scripts/demo/demo-monitor.mjs'
import { CHROMIUM, NEEDS_CHROMIUM, openBrowser, openPage, visit } from './support/browser.js'
import { openCutProxy } from './support/cut-proxy.js'

const CUTS = 50

const STATES: readonly (DemoState | undefined)[] = ['refused', undefined, 'nameless', undefined]

/** What the page says of each check: its verdict and why. */
async function saidByPage(page: Page): Promise<string[]> {
  const rows = await page.locator('.row[data-row]').evaluateAll((all) =>
    all.map((row) => {
      const text = (selector: string) => row.querySelector(selector)?.textContent ?? ''
      return [text('.cell-name a'), text('.mark span'), text('.reason')].join(', ')
    }),
  )
  return rows.sort()
}

interface Said {
  readonly verdicts: readonly string[]
  readonly checks: {
    readonly id: readonly string[]
    readonly verdict: readonly number[]
    readonly why: Readonly<Record<string, string>>
  }
}

/** The same of the API. */
async function saidByApi(url: string): Promise<string[]> {
  const { checks, verdicts } = (await (await fetch(`${url}/api/v1/overview`)).json()) as Said
  return checks.id
    .map((id, row) => {
      const verdict = verdicts[checks.verdict[row] ?? 0] ?? ''
      const word = `${verdict.slice(0, 1).toUpperCase()}${verdict.slice(1)}`
      return [id, word, checks.why[row] ?? ''].join(', ')
    })
    .sort()
}

describe.skipIf(!CHROMIUM)(`a page that is open${NEEDS_CHROMIUM}`, () => {
  it(`is what the API is, after ${CUTS} cuts with changes between them`, async () => {
    const demo = await startDemo({ days: 0, minutes: 4 })
    const browser = await openBrowser()
    try {
      await using proxy = await openCutProxy(demo.url)
      await using opened = await openPage(browser, { viewport: { width: 1280, height: 1600 } })
      const { page } = opened
      await visit(page, proxy.url)
      const names = (await saidByApi(demo.url)).map((line) => line.split(',')[0] ?? '')
      let cut = 0
      for (let turn = 0; turn < CUTS; turn++) {
        const name = names[(turn * 7) % names.length] ?? ''
        demo.world.set(name, STATES[turn % STATES.length])
        await demo.monitor.runNow(name)
        cut += proxy.cut()
        // The next cut is of a connection that stands again.
        if (turn % 5 === 0) {
          await expect
            .poll(() => page.locator('.connection').getAttribute('class'))
            .toContain('live')
        }
      }
      expect(cut).toBeGreaterThan(5)
      await expect
        .poll(async () => (await saidByPage(page)).join('\n'))
        .toBe((await saidByApi(demo.url)).join('\n'))
      await expect
        .poll(
          async () =>
            (await saidByPage(page)).join('\n') === (await saidByApi(demo.url)).join('\n'),
        )
        .toBe(true)
      await expect.poll(() => page.locator('.connection').textContent()).toBe('Live')
    } finally {
      await browser.close()
      await demo.close()
    }
  })

  it('holds no connection while nobody looks, and catches up when somebody does', async () => {
    const demo = await startDemo({ days: 0, minutes: 4 })
    const browser = await openBrowser()
    try {
      await using proxy = await openCutProxy(demo.url)
      await using opened = await openPage(browser)
      const { page } = opened
      await visit(page, proxy.url)
      const hide = (isHidden: boolean) =>
        page.evaluate((hidden) => {
          Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
          document.dispatchEvent(new Event('visibilitychange'))
        }, isHidden)
      await hide(true)
      await expect.poll(() => proxy.cut()).toBe(0)
      demo.world.set('git', 'refused')
      await expect
        .poll(async () => {
          await demo.monitor.runNow('git')
          return demo.monitor.statusOf('git')?.verdict
        })
        .toBe('down')
      expect(proxy.cut()).toBe(0)
      await hide(false)
      await expect.poll(() => page.locator('.row[data-row] a').first().textContent()).toBe('git')
    } finally {
      await browser.close()
      await demo.close()
    }
  })
})
