import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { runMonitorCommand } from '../../src/cli/index.js'
import { openHttp } from '../../src/http/open-http.js'
import { serveMonitor, TOKEN } from '../support/served-monitor.js'

/** Runs `check-tcp monitor maintenance` against a monitor that listens at `url`, as its config says. */
async function maintenance(url: string, words: readonly string[], token = TOKEN) {
  const directory = mkdtempSync(join(tmpdir(), 'check-tcp-maintenance-'))
  const config = join(directory, 'monitor.yaml')
  const { host } = new URL(url)
  const checks =
    '- { name: web, plugin: check_tcp_connection, parameters: { host: 192.0.2.1, port: 1 } }'
  writeFileSync(config, `http: { listen: "${host}", token: ${token} }\nchecks:\n  ${checks}\n`)
  let out = ''
  let err = ''
  const code = await runMonitorCommand(['maintenance', ...words, '--config', config], {
    env: {},
    stdin: Readable.from([]),
    async out(text) {
      out += text
    },
    err(text) {
      err += text
    },
    errIsTerminal: false,
    interrupted: new AbortController().signal,
  })
  rmSync(directory, { recursive: true })
  return { code, out, err }
}

describe('check-tcp monitor maintenance', () => {
  it('plans, lists and cancels with the monitor that runs', async () => {
    await using served = await serveMonitor()
    const { url, close } = await openHttp(served.options)
    // The clock of the served monitor stands at the beginning of 2026.
    const times = ['--from', '2026-03-01T22:00:00Z', '--until', '2026-03-01T23:00:00Z']
    const why = ['--by', 'ops', '--note', 'new disks']
    const added = await maintenance(url, ['add', 'tag:production', ...times, ...why])
    const told =
      /^(\S+) {2}tag:production {2}from 2026-03-01T22:00:00\.000Z until 2026-03-01T23:00:00\.000Z {2}by ops: new disks\n$/
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(told), err: '' })
    expect(served.monitor.plannedMaintenance()).toHaveLength(1)
    expect((await maintenance(url, ['list'])).out).toBe(added.out)
    const [, id = ''] = told.exec(added.out) ?? []
    expect(await maintenance(url, ['cancel', id])).toMatchObject({ code: 0 })
    expect(served.monitor.plannedMaintenance()).toHaveLength(0)
    expect((await maintenance(url, ['list'])).out).toBe('no maintenance is planned\n')
    await close()
  })

  it('says why it cannot', async () => {
    await using served = await serveMonitor()
    const { url, close } = await openHttp(served.options)
    const refused = await maintenance(url, ['add', 'wbe', '--until', '2026-03-01T22:00:00Z'])
    expect(refused).toMatchObject({ code: 2, out: '' })
    expect(refused.err).toMatch(/^check-tcp: no check is called "wbe"; did you mean "web"\?\n$/)
    const wrong = await maintenance(url, ['list'], 'another-token-of-tests')
    expect(wrong.code).toBe(1)
    expect(wrong.err).toMatch(
      /^check-tcp: the monitor at \S+ did not do that: the token is not the right one; /,
    )
    expect(wrong.err).not.toMatch(/\b40\d\b/)
    const endless = await maintenance(url, ['add', 'web'])
    expect(endless).toMatchObject({ code: 2 })
    expect(endless.err).toContain('give either --until or --for')
    const never = await maintenance(url, ['add', 'web', '--for', 'soon'])
    expect(never).toMatchObject({ code: 2 })
    await close()
    const silent = await maintenance(url, ['list'])
    expect(silent).toMatchObject({ code: 1 })
    expect(silent.err).toMatch(
      /^check-tcp: the monitor at http:\S+ cannot be asked: .*start it first: check-tcp monitor CONFIG/,
    )
  })
})
