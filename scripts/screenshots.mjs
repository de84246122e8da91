// Pictures of the dashboard for docs/, of a network that there is not: `node scripts/screenshots.mjs [FOLDER]`.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { startDemo } from './demo/demo-monitor.mjs'
import { openDemoStatusPage } from './demo/demo-status-page.mjs'

const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../docs/pictures', import.meta.url))

const PAGES = [
  ['overview', '/', true],
  ['check', '/checks/orders-db', true],
  ['check-up', '/checks/shop-web?span=7d'],
  ['check-locations', '/checks/shop-web?compare=locations'],
  ['incidents', '/incidents'],
  ['incident', '/incidents/{incident}'],
  ['locations', '/locations'],
  ['monitor', '/monitor'],
]

const TOKEN = 'only-for-this-demo'

const SIZES = [
  ['', { width: 1280, height: 800 }],
  ['-phone', { width: 390, height: 844 }],
]

const BROWSER = {
  executablePath: '/usr/bin/chromium',
  args: [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
}

mkdirSync(FOLDER, { recursive: true })
const demo = await startDemo({ fleet: true, channels: true, token: TOKEN })
const statusPage = await openDemoStatusPage(demo)
const browser = await chromium.launch(BROWSER)
try {
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of SIZES) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' })
      page.on('console', (message) => console.log(message.text()))
      page.on('pageerror', (error) => console.log(error.message))
      await page.goto(demo.url)
      await page.fill('input[name=token]', TOKEN)
      await page.click('button.main')
      await page.waitForSelector('.list')
      const { id } = demo.monitor.openIncidents().find((each) => each.subjectId === 'orders-db')
      for (const [name, path, isSmallToo] of PAGES) {
        if (size !== '' && !isSmallToo) continue
        await page.goto(demo.url + path.replace('{incident}', id))
        await page.waitForSelector('#app:not([aria-busy])')
        await page.waitForLoadState('networkidle').catch(() => {})
        await page.screenshot({ path: join(FOLDER, `${name}${size}-${colorScheme}.png`) })
      }
      await page.goto(statusPage.url)
      await page.screenshot({
        path: join(FOLDER, `status-page${size}-${colorScheme}.png`),
        fullPage: true,
      })
      await page.close()
    }
  }
} finally {
  await browser.close()
  await statusPage.close()
  await demo.close()
}
