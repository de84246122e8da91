import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { OnePort } from '../daemon/one-port.js'
import { MonitorHome } from '../daemon/running-monitor.js'
import { startHttpReceiver } from '../support/http-receiver.js'
import { runMonitorCommand } from './run-monitor-command.js'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('check-tcp monitor dead-letters', () => {
  it('lists what a receiver refused, and sends it again by the monitor that runs', async () => {
    let status = 404
    await using receiver = await startHttpReceiver(() => ({ status, body: 'no such hook' }))
    await using port = await OnePort.open()
    using home = new MonitorHome()
    home.write(`defaults: { every: 1s, confirm: 2, confirm_every: 1s, parameters: { timeout: 1 } }
alerting: { channels: { hook: { kind: webhook, url: "${receiver.url}" } } }
checks: [{ name: web, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: ${port.number} } }]
`)
    const text = readFileSync(home.config, 'utf8').replace(':0"', `:${await freePort()}"`)
    writeFileSync(home.config, text)
    const run = (...words: string[]) =>
      runMonitorCommand('dead-letters', ...words, '-c', home.config)

    {
      await using monitor = await home.start()
      await monitor.believes('web', 'up')
      expect(await run('list')).toMatchObject({ code: 0, stdout: 'There are no dead letters.\n' })
      await port.close()
      await monitor.says('a channel does not deliver')
      const { stdout } = await run('list', '--channel', 'hook')
      expect(stdout).toMatch(
        /^1 {2}\d{4}-\d\d-\d\d .* UTC {2}hook: the receiver answered 404: no such hook\n {4}DOWN web /,
      )
      expect(JSON.parse((await run('list', '-o', 'json')).stdout)).toMatchObject({
        dead_letters: [
          { id: '1', channel: 'hook', kind: 'opened', summary: expect.stringMatching(/^DOWN web/) },
        ],
      })
      expect(await run('resend')).toMatchObject({ code: 2 })
      expect(await run('resend', '77')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('there is no dead letter 77'),
      })
      status = 200
      const before = receiver.received.length
      expect(await run('resend', '1')).toEqual({
        code: 0,
        stdout: '1 of 1 sent again now\n',
        stderr: '',
      })
      await monitor.says('notices were delivered')
      expect(JSON.parse(receiver.received[before]?.body ?? '')).toMatchObject({
        notices: [{ kind: 'opened', incident: { subject_id: 'web', verdict: 'down' } }],
      })
      await monitor.stop()
    }
    expect(await run('list')).toMatchObject({ stdout: 'There are no dead letters.\n' })
    expect(await run('resend', '--all')).toMatchObject({
      code: 0,
      stdout: '0 of 0 sent again when the monitor is started\n',
    })
  })
})
