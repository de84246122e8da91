import { expect, it } from 'vitest'
import { AWKWARD, checkOf, serveMonitor } from '../../../test/support/served-monitor.js'

it('the config says which it is, and what was warned of, and why a newer one was not taken', async () => {
  const warning = { file: 'monitor.yaml', line: 3, column: 5, message: 'it alerts nobody' }
  await using served = await serveMonitor({ extras: { warnings: () => [warning] } })
  const asked = async () => (await served.ask('/api/v1/config')).json()
  const config = {
    ...{ ok: true, loaded_at: '2026-01-05T00:00:00.000Z', location: 'lab' },
    ...{ files: ['monitor.yaml'], checks: 3, warnings: [warning] },
  }
  expect(await asked()).toEqual(config)
  await served.clock.advance(60_000)
  served.monitor.noteReloadProblem('monitor.yaml:1:1: it is empty')
  const failed = { failed_at: '2026-01-05T00:01:00.000Z', problem: 'monitor.yaml:1:1: it is empty' }
  expect(await asked()).toEqual({ ...config, ok: false, ...failed })
  served.configure({})
  expect(await asked()).toEqual({ ...config, loaded_at: '2026-01-05T00:01:00.000Z' })
})

it('a check says where it stands, and is given as YAML', async () => {
  const checks = [checkOf(AWKWARD, 1, { file: 'more/checks.yaml', line: 7, tags: ['a'] })]
  await using served = await serveMonitor({ checks })
  const path = `/api/v1/checks/${encodeURIComponent(AWKWARD)}/config`
  expect(await (await served.ask(path)).json()).toEqual({
    file: 'more/checks.yaml',
    line: 7,
    yaml: expect.stringMatching(/^- name: .*\n {2}plugin: check_tcp_connection\n/),
  })
  expect((await served.ask('/api/v1/checks/none/config')).status).toBe(404)
})
