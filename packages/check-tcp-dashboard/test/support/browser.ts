import { spawnSync } from 'node:child_process'
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from 'playwright-core'

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

/** Only so that what never comes fails its test. */
export const PATIENCE_MS = 120_000

/** A page, and what went wrong on it. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page
  /** What the console was told of, errors of scripts, and reports of the content security policy. */
  readonly problems: string[]
}

export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  return { page, problems, [Symbol.asyncDispose]: () => context.close() }
}

/**
 * Opens a page of the dashboard, and waits until its script has taken over. Where a network device of the machine comes or
 * goes meanwhile, such as that of a lab, Chromium drops what is under way, and it is opened again.
 */
export async function visit(page: Page, url: string): Promise<void> {
  let isDropped = true
  const onFailed = (request: Request) => {
    if (request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED') isDropped = true
  }
  page.on('requestfailed', onFailed)
  while (isDropped) {
    isDropped = false
    try {
      await page.goto(url)
      await page.waitForSelector('#app:not([aria-busy])', { state: 'attached' })
    } catch (error) {
      if (!isDropped) throw error
    }
  }
  page.off('requestfailed', onFailed)
}

/** Signs in, for all pages of the context. */
export async function signIn(page: Page, url: string, token: string): Promise<void> {
  await visit(page, url)
  await page.fill('input[name=token]', token)
  await page.click('button.main')
  await page.waitForSelector('.list')
  await page.close()
}
