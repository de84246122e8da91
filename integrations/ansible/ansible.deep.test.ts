import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../packages/build-package.js'
import { hasAnsible, installCollection, runPlays } from './ansible.js'

const canRun = process.platform === 'linux' && hasAnsible()
const leftOut = canRun ? '' : " (left out: Debian's ansible-core is missing)"

const MODULE = 'check_tcp.monitoring.check_tcp'
const refused = { host: '127.0.0.1', port: 1 }

/** A task that may fail, so that the play goes on and keeps what was registered. */
const task = (register: string, call: object) => ({
  name: register,
  ...call,
  register,
  ignore_errors: true,
})

describe.runIf(canRun)(`the Ansible collection${leftOut}`, () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-ansible-'))
    const tarball = buildPackage('tarball', folder)
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--one-top-level=program', '--strip=1'])
    mkdirSync(join(folder, 'bin'))
    symlinkSync(join(folder, 'program/bin/check-tcp'), join(folder, 'bin/check-tcp'))
    installCollection(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('says of a port that it connected, or why not, where wait_for only says that time is over', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    const port = await new Promise<number>((resolve) => {
      server.once('listening', () => resolve((server.address() as AddressInfo).port))
    })
    const { registered, output } = await runPlays(folder, {
      register: ['up', 'down', 'as_expected', 'wrong', 'missing', 'wait_for'],
      tasks: [
        task('up', { [MODULE]: { host: '127.0.0.1', port } }),
        task('down', { [MODULE]: { ...refused, attempts: 2, retry_delay: 0.1 } }),
        task('as_expected', { [MODULE]: { ...refused, expect: 'refused' } }),
        task('wrong', { [MODULE]: { host: '', port: 70_000 } }),
        task('missing', { [MODULE]: { ...refused, executable: '/nowhere/check-tcp' } }),
        task('wait_for', { wait_for: { ...refused, timeout: 1 } }),
      ],
    })
    server.close()
    const { up, down, as_expected, wrong, missing, wait_for } = registered
    expect(up, output).toMatchObject({ failed: false, changed: false, connected: true, port })
    expect(up?.msg).toMatch(/^127\.0\.0\.1:\d+ connected in [\d.]+ ms$/)
    expect(down).toMatchObject({
      failed: true,
      connected: false,
      error: 'Connection refused',
      attempts: 2,
    })
    expect(down?.msg).toMatch(
      /^127\.0\.0\.1:1: Connection refused after 2 attempts in \d+ ms \(fault: target\)\. .*Verify the service is running/,
    )
    expect(wait_for?.msg).toBe('Timeout when waiting for 127.0.0.1:1')
    expect(as_expected).toMatchObject({ failed: false, msg: '127.0.0.1:1 is as expected' })
    expect(wrong?.msg).toContain('`host`')
    expect(wrong?.msg).toContain('`port` must be an integer from 1 to 65535')
    expect(missing?.msg).toContain('install check-tcp there')
  })

  it('checks in check mode too, since that changes nothing', async () => {
    const tasks = [task('down', { [MODULE]: refused })]
    const { registered } = await runPlays(folder, { tasks, register: ['down'], args: ['--check'] })
    expect(registered.down).toMatchObject({ failed: true, error: 'Connection refused' })
  })

  it('writes the config of the monitor once, and never one with a mistake', async () => {
    const configs = join(folder, 'etc')
    const role = (config: object) => ({
      name: 'The monitor',
      include_role: { name: 'check_tcp.monitoring.monitor' },
      vars: {
        check_tcp_monitor_config: config,
        check_tcp_monitor_config_directory: configs,
        check_tcp_monitor_data_directory: join(folder, 'data'),
        check_tcp_monitor_service: false,
      },
    })
    const check = {
      name: 'ssh',
      plugin: 'check_tcp_connection',
      parameters: { host: 'localhost', port: 22 },
    }
    const good = { location: 'home', checks: [check] }
    const once = await runPlays(folder, { tasks: [role(good)], register: [] })
    expect(once.status, once.output).toBe(0)
    const text = readFileSync(join(configs, 'monitor.yaml'), 'utf8')
    expect(text).toContain(`directory: ${join(folder, 'data')}\nlocation: home\n`)
    const checked = execFileSync(
      join(folder, 'bin/check-tcp'),
      ['monitor', '--check', join(configs, 'monitor.yaml')],
      { encoding: 'utf8' },
    )
    expect(checked).toContain('ssh  localhost:22')

    const again = await runPlays(folder, { tasks: [role(good)], register: [] })
    expect(again.output).toMatch(/localhost +: ok=\d+ +changed=0 /)
    const bad = { ...good, checks: [{ ...check, evry: '5s' }] }
    const refused = await runPlays(folder, { tasks: [role(bad)], register: [] })
    expect(refused.status).not.toBe(0)
    expect(refused.output).toContain('evry')
    expect(readFileSync(join(configs, 'monitor.yaml'), 'utf8')).toBe(text)
  })
})
