import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { databaseFile } from '../../dist/history/sqlite/database/history-files.js'
import { openDatabase } from '../../dist/history/sqlite/database/open-database.js'
import { openReadOnly } from '../../dist/history/sqlite/reader/read-only-store.js'
import { OnePort } from './one-port.js'
import { MonitorHome, type RunningMonitor } from './running-monitor.js'

function check(name: string, port: number): string {
  return `  - { name: ${name}, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} } }\n`
}

/** Fast checks, and a command that writes what it is told to a file. */
function configOf(home: MonitorHome, checks: string): string {
  const file = join(home.directory, 'told.ndjson')
  return `defaults: { every: 1s, confirm: 2, confirm_every: 1s, parameters: { timeout: 1 } }
alerting:
  channels: { file: { kind: command, command: [sh, -c, "cat >> ${file}; echo >> ${file}"] } }
  routes: [{ name: all, channels: [file], group_wait: 0s }]
checks:
${checks}`
}

/** The kinds of the notices that were told, with what they are about. */
function notifiedIn(home: MonitorHome): string[] {
  const file = join(home.directory, 'told.ndjson')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => JSON.parse(line).notices)
    .map(({ kind, incident }) => `${kind} ${incident.subject_id} ${incident.verdict}`)
}

/** Resolves when nothing waits in the outbox any more. */
async function delivered(monitor: RunningMonitor, count: number): Promise<void> {
  for (;;) {
    const text = await (await monitor.get('/metrics')).text()
    const sent = /check_tcp_notifications_total\{[^}]*outcome="delivered"[^}]*\} (\d+)/.exec(text)
    if (Number(sent?.[1] ?? 0) >= count) return
  }
}

describe('check-tcp monitor', () => {
  it('tells of an outage and of its end, once each, over a restart between the two', async () => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    home.write(configOf(home, check('web', port.number)))
    {
      await using monitor = await home.start()
      await monitor.believes('web', 'up')
      await port.close()
      await monitor.believes('web', 'down')
      await delivered(monitor, 1)
      expect(await monitor.stop()).toBe(0)
    }
    expect(notifiedIn(home)).toEqual(['opened web down'])
    await using monitor = await home.start()
    await monitor.believes('web', 'down')
    await port.open()
    await monitor.believes('web', 'up')
    await delivered(monitor, 1)
    expect(notifiedIn(home)).toEqual(['opened web down', 'resolved web down'])
    const { incidents } = await monitor.json('/api/v1/incidents')
    expect(incidents).toMatchObject([{ subject_id: 'web', closed_because: 'up' }])
  })

  it('takes a changed config at once and on SIGHUP, and keeps the one before when it is bad', async () => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    home.write(configOf(home, check('web', port.number)))
    await using monitor = await home.start()
    await monitor.believes('web', 'up')
    home.write(configOf(home, check('web', port.number) + check('more', port.number)))
    await monitor.says('the config was reloaded')
    await monitor.believes('more', 'up')

    home.write('checks: [{ name: web }]')
    const said = await monitor.says('the config stays as it was')
    expect(said.msg).toMatch(/monitor\.yaml:4:\d+: the check lacks `plugin`/)
    const status = await monitor.json('/api/v1/status')
    expect(JSON.stringify(status)).toContain('the check lacks `plugin`')
    expect((await monitor.json('/api/v1/checks')).checks).toHaveLength(2)

    const from = monitor.lines.length
    home.write(configOf(home, check('other', port.number)))
    monitor.signal('SIGHUP')
    await monitor.says('the config was reloaded', from)
    expect((await monitor.json('/api/v1/checks')).checks).toMatchObject([{ id: 'other' }])
    expect(await monitor.stop()).toBe(0)
  })

  it('takes a config whose included file was missing as soon as that is there', async () => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    home.write(configOf(home, check('web', port.number)))
    await using monitor = await home.start()
    mkdirSync(join(home.directory, 'more'))
    home.write(`include: [more/db.yaml]\n${configOf(home, check('web', port.number))}`)
    await monitor.says('the config stays as it was')
    writeFileSync(join(home.directory, 'more', 'db.yaml'), `checks:\n${check('db', port.number)}`)
    await monitor.says('the config was reloaded')
    await monitor.believes('db', 'up')
    expect(await monitor.stop()).toBe(0)
  })

  it('takes SIGHUP while it starts and while it stops, and does not die of it', async () => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    home.write(configOf(home, check('web', port.number)))
    await using monitor = home.launch()
    const lock = join(home.directory, 'history/lock.db')
    await expect.poll(() => existsSync(lock), { timeout: 60_000, interval: 5 }).toBe(true)
    monitor.signal('SIGHUP')
    await monitor.says('the config was reloaded')
    monitor.signal('SIGTERM')
    await monitor.says('the monitor stops')
    monitor.signal('SIGHUP')
    expect(await monitor.ended()).toBe(0)
  })

  it('refuses a directory that another monitor has, and a config that is not valid, in one line each', async () => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    home.write(configOf(home, check('web', port.number)))
    await using monitor = await home.start()
    const second = await home.run()
    expect(second.code).toBe(1)
    expect(second.stderr).toMatch(/^check-tcp: .* is in use by process \d+ .*\n$/m)
    expect(await monitor.stop()).toBe(0)
    home.write('checks: [{ name: web, plugin: check_tcp_connection, parameters: { host: a } }]')
    const bad = await home.run()
    expect(bad.code).toBe(2)
    expect(bad.stderr).toMatch(/^check-tcp: .*monitor\.yaml:4:\d+: .*port.*\n$/)
  })

  it('says in one line that its port is taken, and gives everything back', async () => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    home.write(configOf(home, check('web', port.number)))
    const taken = readFileSync(home.config, 'utf8').replace(
      '127.0.0.1:0',
      `127.0.0.1:${port.number}`,
    )
    writeFileSync(home.config, taken)
    const { code, stderr } = await home.run()
    expect(code).toBe(1)
    expect(stderr).toBe(
      `check-tcp: cannot listen on 127.0.0.1 port ${port.number}: another process has this address and port (EADDRINUSE)\n`,
    )
    home.write(configOf(home, check('web', port.number)))
    await using monitor = await home.start()
    expect(await monitor.stop()).toBe(0)
  })

  it('goes on while somebody else locks its database, and writes then what it held', async () => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    home.write(configOf(home, check('web', port.number)))
    await using monitor = await home.start()
    await monitor.believes('web', 'up')
    const other = openDatabase(databaseFile(join(home.directory, 'history')))
    other.exec('BEGIN EXCLUSIVE')
    await monitor.says('the history cannot be written')
    expect((await monitor.get('/readyz')).status).toBe(503)
    const run = await monitor.get('/api/v1/checks/web/run', { method: 'POST' })
    expect(run.status).toBe(503)
    expect((await monitor.json('/api/v1/checks/web')).verdict).toBe('up')
    other.exec('ROLLBACK')
    other.close()
    await monitor.says('the history can be written again')
    expect((await monitor.get('/readyz')).status).toBe(200)
    const made = /check_tcp_checks_total\{outcome="good"\} (\d+)/
    const counted = Number(made.exec(await (await monitor.get('/metrics')).text())?.[1])
    expect(await monitor.stop()).toBe(0)
    const store = openReadOnly(join(home.directory, 'history'))
    const { results } = await store.queries.results({ limit: 10_000 })
    await store.close()
    expect(results.length).toBeGreaterThanOrEqual(counted)
    expect(results.every(({ outcome }) => outcome === 'good')).toBe(true)
  })
})
