import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { openReadOnly } from '../../dist/history/sqlite/reader/read-only-store.js'
import { OnePort } from './one-port.js'
import { MonitorHome, type RunningMonitor } from './running-monitor.js'

/** A check that is made every second, and a command that writes what it is told to a file. */
function configOf(told: string, port: number): string {
  return `defaults: { every: 1s, parameters: { timeout: 1 } }
alerting:
  channels: { file: { kind: command, command: [sh, -c, "cat >> ${told}; echo >> ${told}"] } }
  routes: [{ name: all, channels: [file], group_wait: 0s }]
checks:
  - { name: web, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port} } }
`
}

async function readiness(monitor: RunningMonitor): Promise<number> {
  return (await monitor.get('/readyz')).status
}

async function resultsIn(directory: string): Promise<number> {
  const store = openReadOnly(directory)
  try {
    return (await store.queries.results({ limit: 10_000 })).results.length
  } finally {
    await store.close()
  }
}

describe.concurrent('a history that goes under a running monitor', () => {
  it.for(['removed', 'moved', 'replaced by an empty folder'])(
    'is noticed, told and written again where it was, with all that was in it: %s',
    async (how, { expect }) => {
      using home = new MonitorHome()
      await using port = await OnePort.open()
      const told = join(home.directory, 'told.ndjson')
      const history = join(home.directory, 'history')
      home.write(configOf(told, port.number))
      await using monitor = await home.start()
      await monitor.believes('web', 'up')
      expect(await readiness(monitor)).toBe(200)
      const before = await resultsIn(history)
      if (how === 'moved') renameSync(history, join(home.directory, 'elsewhere'))
      else rmSync(history, { recursive: true })
      if (how.startsWith('replaced')) mkdirSync(history)

      const said = await monitor.says('the history cannot be written')
      expect(said.msg).toContain(`the history in ${history} was removed or moved away`)
      expect(await readiness(monitor)).toBe(503)
      await expect
        .poll(() => existsSync(told) && readFileSync(told, 'utf8'), { timeout: 120_000 })
        .toContain('was removed or moved away')
      await monitor.says('the history was written again in its old place')
      await monitor.says('the history can be written again')
      expect(await readiness(monitor)).toBe(200)
      const complaints = monitor.lines.filter(({ msg }) => msg.startsWith('the history cannot be'))
      expect(complaints).toHaveLength(1)
      expect(await resultsIn(history)).toBeGreaterThan(before)
      await expect
        .poll(() => readFileSync(told, 'utf8'), { timeout: 60_000 })
        .toContain('"resolved"')
      expect(await monitor.stop()).toBe(0)
      const kept = await resultsIn(history)
      await using second = await home.start()
      await second.believes('web', 'up')
      expect(kept).toBeGreaterThan(before)
      expect(await second.stop()).toBe(0)
    },
  )

  it('is left alone where another stands in its place', async ({ expect }) => {
    using home = new MonitorHome()
    await using port = await OnePort.open()
    const history = join(home.directory, 'history')
    home.write(configOf(join(home.directory, 'told.ndjson'), port.number))
    await using monitor = await home.start()
    await monitor.believes('web', 'up')
    renameSync(history, join(home.directory, 'elsewhere'))
    mkdirSync(history)
    writeFileSync(join(history, 'history.db'), 'not mine')
    const said = await monitor.says('the history cannot be written')
    expect(said.msg).toContain('another history stands in')
    expect(await readiness(monitor)).toBe(503)
    expect(readFileSync(join(history, 'history.db'), 'utf8')).toBe('not mine')
  })
})
