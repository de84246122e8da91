import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Daemon } from 'check-tcp-monitor'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CHROMIUM,
  NEEDS_CHROMIUM,
  openBrowser,
  openPage,
  signIn,
  visit,
} from './support/browser.js'
import { hostileStrings } from './support/hostile-strings.js'

const TOKEN = 'a-token-of-the-tests'
const SERVERS = 40

interface Watched {
  ran?: number
  reports?: string[]
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A monitor of servers that say hostile things, and whose receiver of alerts does so too. */
describe.skipIf(!CHROMIUM)(`the page of a monitor as it runs${NEEDS_CHROMIUM}`, () => {
  const strings = hostileStrings(SERVERS + 20)
  const folder = mkdtempSync(join(tmpdir(), 'check-tcp-page-'))
  const file = join(folder, 'monitor.yaml')
  const log = { info() {}, warn() {}, error() {} }
  const servers: Server[] = []
  const taken: string[] = []
  let refusals = 0
  let takes = false
  let config = ''
  let daemon: Daemon
  let browser: Browser

  beforeAll(async () => {
    const ports: number[] = []
    for (const greeting of strings.slice(0, SERVERS)) {
      const server = createServer((socket) => {
        socket.on('error', () => socket.destroy())
        socket.end(`${greeting}\r\n`)
      })
      servers.push(server)
      ports.push(await listen(server))
    }
    const receiver = createHttpServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        if (takes) taken.push(Buffer.concat(parts).toString())
        else response.statusCode = 404
        response.end(takes ? 'ok' : strings[SERVERS + (refusals++ % 20)])
      })
    })
    servers.push(receiver)
    const hook = await listen(receiver)
    const checks = ports.map(
      (port, index) =>
        `  - { name: "says ${index}", plugin: check_tcp_connection, evidence: ${index === 0}, parameters: { host: 127.0.0.1, port: ${port}, receive: never said } }`,
    )
    config = `location: here
directory: history
defaults: { every: 2s, confirm: 1, parameters: { timeout: 2 } }
checks:
${checks.join('\n')}
alerting:
  channels: { hook: { kind: webhook, url: "http://127.0.0.1:${hook}/" } }
  routes: [{ name: all, channels: [hook], group_wait: 0s }]
http: { listen: "127.0.0.1:0", token: ${TOKEN} }
`
    writeFileSync(file, config)
    daemon = await Daemon.start({ path: file, environment: {}, log })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await daemon?.stop()
    for (const server of servers) server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function begin(path: string) {
    const opened = await openPage(browser)
    const { page } = opened
    await signIn(await page.context().newPage(), daemon.url ?? '', TOKEN)
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
        const watched = window as Watched
        watched.reports = [...(watched.reports ?? []), `${violatedDirective} ${sample}`]
      })
    })
    await visit(page, `${daemon.url}${path}`)
    return opened
  }

  const openIncidents = () => daemon.monitor.openIncidents()
  const deadLetters = async () => (await daemon.store.outbox.deadLetters(1_000)).length

  it('runs nothing of what servers and receivers say', async () => {
    await expect.poll(() => openIncidents().length).toBeGreaterThanOrEqual(SERVERS)
    await expect.poll(deadLetters).toBeGreaterThan(0)
    await using opened = await begin('/')
    const { page, problems } = opened
    const look = async () => {
      const { ran, reports } = await page.evaluate(() => {
        const { ran = 0, reports = [] } = window as Watched
        return { ran, reports }
      })
      expect({ ran, reports, problems }).toEqual({ ran: 0, reports: [], problems: [] })
    }
    await look()
    for (const [index, { id, subjectId }] of openIncidents().slice(0, 4).entries()) {
      await visit(page, `${daemon.url}/checks/${encodeURIComponent(subjectId)}`)
      await page.waitForSelector('.verdict-sentence')
      await expect.poll(() => page.locator('h1').textContent()).toBe(subjectId)
      await look()
      if (index > 0) continue
      await visit(page, `${daemon.url}/incidents/${encodeURIComponent(id)}`)
      await page.waitForSelector('.timeline li')
      await look()
    }
    await visit(page, `${daemon.url}/monitor`)
    // What the receiver said stands there, as text.
    await expect
      .poll(() => page.locator('main').innerText())
      .toMatch(/the receiver answered 404: .*window\.ran/)
    await look()
  })

  it('looks at a target when somebody asks for it, and shows what it found', async () => {
    await expect
      .poll(() => openIncidents().some(({ subjectId }) => subjectId === 'says 1'))
      .toBe(true)
    const incident = openIncidents().find(({ subjectId }) => subjectId === 'says 1')
    await using opened = await begin(`/incidents/${encodeURIComponent(incident?.id ?? '')}`)
    const { page } = opened
    expect(await page.locator('.evidence').count()).toBe(0)
    await page.click('button:has-text("Explain now")')
    await page.waitForSelector('.evidence .reason-line b')
    const reason = await page.locator('.evidence .reason-line b').first().textContent()
    await page.click('.evidence summary')
    await expect
      .poll(() => page.locator('.evidence pre').first().innerText())
      .toContain('127.0.0.1')
    expect(reason).not.toBe('')
    // The same again is said once.
    await page.click('button:has-text("Explain now")')
    await expect
      .poll(() => page.locator('.evidence').first().innerText())
      .toContain('1 earlier look found the same')
    expect(await page.locator('.evidence .reason-line').count()).toBe(1)
  })

  it('sends an alert again that was given up, and says so', async () => {
    await expect.poll(deadLetters).toBeGreaterThan(0)
    await using opened = await begin('/monitor')
    const { page } = opened
    await page.waitForSelector('text=Alerts that were not delivered')
    takes = true
    await page.click('button:has-text("Send all again")')
    await page.click('dialog button.main')
    await expect
      .poll(() => page.locator('.notes').innerText())
      .toMatch(/\d+ alerts? (?:is|are) on the way\./)
    await expect.poll(() => taken.length).toBeGreaterThan(0)
    await expect.poll(deadLetters).toBe(0)
    await expect.poll(() => page.locator('text=Alerts that were not delivered').count()).toBe(0)
  })

  it('says why a config was not taken, until one is', async () => {
    await using opened = await begin('/monitor')
    const { page } = opened
    writeFileSync(file, `${config}nonsense: 1\n`)
    await page.click('button:has-text("Reload")')
    const problem = page.locator('.notice.is-down')
    await expect
      .poll(() => problem.allInnerTexts())
      .toEqual([expect.stringMatching(/^The new config was not accepted.*nonsense/s)])
    expect(await problem.innerText()).not.toContain('`')
    writeFileSync(file, config)
    await page.click('button:has-text("Reload")')
    await expect.poll(() => problem.count()).toBe(0)
  })
})
