import { spawnSync } from 'node:child_process'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const found = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' })

/** Debian's Chromium; undefined where there is none. */
export const CHROMIUM: string | undefined = found.stdout.trim() || undefined

/** For the title of tests that are left out. */
export const NEEDS_CHROMIUM = CHROMIUM ? '' : " (left out: Debian's chromium is missing)"

export const ARGS: readonly string[] = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export async function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('there is no chromium')
  return await chromium.launch({ executablePath: CHROMIUM, args: [...ARGS] })
}

/** A page, and what went wrong on it. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page
  /** What the console was told of, errors of scripts, and reports of the content security policy. */
  readonly problems: readonly string[]
}

export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  return { page, problems, [Symbol.asyncDispose]: () => context.close() }
}

/** Opens a page of the dashboard, and waits until its script has taken over. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.waitForSelector('#app:not([aria-busy])')
}

/** Signs in, for all pages of the context. */
export async function signIn(page: Page, url: string, token: string): Promise<void> {
  await page.goto(url)
  await page.fill('input[name=token]', token)
  await page.click('button.main')
  await page.waitForSelector('.list')
  await page.close()
}
