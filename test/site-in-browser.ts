import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import {
  type OpenedPage,
  openBrowser,
  openPage,
} from '../packages/check-tcp-dashboard/test/support/browser.js'
import { buildSite } from '../scripts/docs/build-site.mjs'
import { ROOT } from './code-blocks.js'

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** The documentation site, built and opened in a browser from the disk. */
interface SiteInBrowser extends AsyncDisposable {
  /** The address of a page. */
  at(url: string): string
  /** Opens a page; what it asks of other hosts counts as a problem. */
  open(url: string, options?: BrowserContextOptions): Promise<OpenedPage>
}

export async function openSite(): Promise<SiteInBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-site-'))
  buildSite(ROOT, folder)
  const browser = await openBrowser()
  const at = (url: string) => pathToFileURL(join(folder, url)).href
  return {
    at,
    async open(url, options = {}) {
      const opened = await openPage(browser, options)
      opened.page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) opened.problems.push(request.url())
      })
      await opened.page.goto(at(url))
      return opened
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** The addresses of what the search finds, the best first. */
export async function search(page: Page, words: string): Promise<string[]> {
  await page.fill('input[type=search]', words)
  await page.waitForSelector('#found:not([hidden]) a')
  return page
    .locator('#found a')
    .evaluateAll((links) =>
      links.map((link) => (link as unknown as { href: string }).href.replace(/#.*/, '')),
    )
}

/** What axe finds wrong with a page. */
export async function violationsOn(page: Page): Promise<unknown> {
  await page.addScriptTag({ path: AXE })
  // What axe would fetch again, the browser refuses to a page on the disk.
  return page.evaluate(
    'axe.run(document, { preload: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((node) => String(node.target))].join(" ")))',
  )
}

/** What stands beyond the right edge of the screen, and cannot be scrolled to by itself. */
export function cutOff(page: Page): Promise<unknown> {
  return page.evaluate(
    `[...document.querySelectorAll('article *, header *')]
      .filter((each) => !each.closest('.table, pre, .unseen'))
      .filter((each) => each.getClientRects().length > 0 && each.getBoundingClientRect().right > innerWidth + 1)
      .map((each) => each.outerHTML.slice(0, 80))`,
  )
}
