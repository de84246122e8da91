import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runMonitorCommand } from '../../dist/cli/index.js'
import { Daemon } from '../../dist/daemon/daemon.js'
import { OnePort } from './one-port.js'

const TOKEN = 'a-token-of-the-tests'

const LOG = { info() {}, warn() {}, error() {} }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-tcp-pages-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function configOf(port: number, pages: string, listen = '127.0.0.1:0'): string {
  const path = join(folder, 'monitor.yaml')
  const text = `http: { listen: "${listen}", token: ${TOKEN} }
directory: ./history
defaults: { every: 1s }
checks:
- { name: web, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} } }
status_pages: ${pages}
`
  writeFileSync(path, text)
  return path
}

function pageOf(title: string, more: string): string {
  return `[{ name: public, title: ${title}, ${more}, groups: [{ services: [{ name: Shop, check: web }] }] }]`
}

async function exportPage(url: string, port: number, pages: string, words: readonly string[]) {
  const config = configOf(port, pages, new URL(url).host)
  let told = ''
  const code = await runMonitorCommand(['page', 'export', ...words, '--config', config], {
    env: {},
    stdin: Readable.from([]),
    async out(text) {
      told += text
    },
    err(text) {
      told += text
    },
    errIsTerminal: false,
    interrupted: new AbortController().signal,
  })
  return { code, told }
}

describe('a status page', () => {
  it('is served where the config says, follows a reload, and is written to a folder', async () => {
    await using port = await OnePort.open()
    const public_ = 'listen: "127.0.0.1:0", export: { directory: ./status, every: 10s }'
    const path = configOf(port.number, pageOf('One', public_))
    const daemon = await Daemon.start({ path, environment: {}, log: LOG })
    try {
      const url = daemon.pageUrls.get('public') ?? ''
      expect(url).not.toBe(daemon.url)
      await expect.poll(() => existsSync(join(folder, 'status/index.html'))).toBe(true)
      expect(readFileSync(join(folder, 'status/badge/shop.svg'), 'utf8')).toMatch(/^<svg/)
      expect(await (await fetch(url)).text()).toContain('<h1>One</h1>')

      configOf(port.number, pageOf('Two', public_))
      expect(await daemon.reload()).toBeUndefined()
      await expect.poll(async () => (await fetch(url)).text()).toContain('<h1>Two</h1>')

      const words = [join(folder, 'by-command')]
      const done = await exportPage(daemon.url ?? '', port.number, pageOf('Two', public_), words)
      expect(done).toEqual({ code: 0, told: `6 files are in ${words[0]}\n` })
      expect(readFileSync(join(folder, 'by-command/index.html'), 'utf8')).toContain('<h1>Two</h1>')
      const other = [...words, '--page', 'another']
      const unknown = await exportPage(daemon.url ?? '', port.number, pageOf('Two', public_), other)
      expect(unknown.told).toContain('the config has no status page "another" (known: public)')

      configOf(port.number, '[]')
      expect(await daemon.reload()).toBeUndefined()
      await expect
        .poll(() =>
          fetch(url).then(
            () => 'served',
            () => 'gone',
          ),
        )
        .toBe('gone')
      const none = await exportPage(daemon.url ?? '', port.number, '[]', words)
      expect(none).toMatchObject({ code: 2, told: expect.stringContaining('add `status_pages`') })
    } finally {
      await daemon.stop()
    }
  })

  it('that cannot listen keeps the monitor from being started, with where and why', async () => {
    await using port = await OnePort.open()
    const listen = `listen: "127.0.0.1:${port.number}"`
    const path = configOf(port.number, pageOf('One', listen))
    const started = Daemon.start({ path, environment: {}, log: LOG })
    await expect(started).rejects.toThrow(
      `cannot listen on 127.0.0.1 port ${port.number}: another process has this address and port`,
    )
  })
})
