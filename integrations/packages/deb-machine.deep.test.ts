import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BootedDebian,
  bootDebian,
  debianRootRequirements,
  unpackDebianRoot,
} from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from './build-package.js'

const requirements = debianRootRequirements()
const leftOut = requirements.available ? '' : ` (left out: ${requirements.because})`

const UNIT = 'check-tcp-monitor'
const NODE = '/usr/lib/check-tcp/node/bin/node'
const CONFIG = '/etc/check-tcp/monitor.yaml'

/** Prints what it is sent, a line each. */
const RECEIVER = `
require('node:http').createServer((request, response) => {
  let body = ''
  request.on('data', (part) => { body += part })
  request.on('end', () => { console.log(body); response.end() })
}).listen(8081, '127.0.0.1', () => console.log('ready'))
`

const MONITOR = `location: lab
directory: /var/lib/check-tcp-monitor
http: { listen: "127.0.0.1:9116" }
defaults: { every: 1s, confirm: 1 }
checks:
  - { name: nobody, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: 1 } }
alerting:
  channels: { hook: { kind: webhook, url: "http://127.0.0.1:8081/" } }
  routes: [{ name: all, channels: [hook], group_wait: 0s }]
`

/** What Debian keeps of a service that is enabled, until it is purged. */
const ENABLED = [
  'check-tcp-monitor.service.dsh-also',
  'multi-user.target.wants/check-tcp-monitor.service',
].map((file) => `/var/lib/systemd/deb-systemd-helper-enabled/${file}`)

/** Without waiting for the disk after each file. */
const INSTALL = ['dpkg', '--force-unsafe-io', '--install'] as const

describe.runIf(requirements.available)(`a Debian with the package${leftOut}`, () => {
  let folder: string
  let root: string
  let debian: BootedDebian
  let firstIncident: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-debian-'))
    root = join(folder, 'root')
    unpackDebianRoot(root)
    cpSync(buildPackage('deb', folder), join(root, 'root/check-tcp.deb'))
    debian = await bootDebian(root)
  })
  afterAll(async () => {
    await debian?.stop()
    rmSync(folder, { recursive: true })
  })

  const command = (...args: readonly string[]) => debian.run('/usr/bin/check-tcp', ...args)
  const succeed = (...words: readonly [string, ...string[]]) => {
    const { status, stdout, stderr } = debian.run(...words)
    expect(status, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0)
    return stdout.trim()
  }
  const incidents = () => {
    const { stdout } = command('monitor', 'export', '--config', CONFIG, '--kind', 'incident')
    return stdout
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  }
  const journal = () => debian.run('journalctl', '--no-pager', '--unit', UNIT).stdout
  const isActive = () => debian.run('systemctl', 'is-active', UNIT).stdout.trim()
  const processOf = () => succeed('systemctl', 'show', '--property=MainPID', '--value', UNIT)

  it('installs, and starts no service before anybody has said what to check', () => {
    succeed(...INSTALL, '/root/check-tcp.deb')
    expect(isActive()).toBe('inactive')
    expect(debian.run('systemctl', 'is-enabled', UNIT).stdout).toBe('disabled\n')
  })

  it('checks, with its own Node, and says why when it fails or was denied', () => {
    const { version } = JSON.parse(
      readFileSync(join(root, 'usr/lib/check-tcp/app/node_modules/check-tcp/package.json'), 'utf8'),
    )
    expect(command('--version').stdout).toBe(`${version}\n`)
    const refused = command('127.0.0.1:1', '--engine', 'native')
    expect(refused.stdout).toContain('Connection refused')
    expect(refused.status).toBe(1)
    writeFileSync(join(root, 'etc/deny.yaml'), 'default: deny\n')
    const denied = command('127.0.0.1:1', '--policy', '/etc/deny.yaml')
    expect(denied.stdout).toContain('Denied by policy')
    expect(denied.status).toBe(3)
  })

  it('has a config that holds as it comes', () => {
    const { status, stdout, stderr } = command('monitor', '--check', CONFIG)
    expect(stderr).toBe('')
    expect(stdout).toContain('history in /var/lib/check-tcp-monitor')
    expect(status).toBe(0)
  })

  it('runs the monitor as a service, under all restrictions of its unit, and alerts', async () => {
    writeFileSync(join(root, CONFIG), MONITOR)
    const receiver = debian.start(NODE, '-e', RECEIVER)
    let received = ''
    receiver.stdout?.on('data', (part) => {
      received += part
    })
    await expect.poll(() => received).toBe('ready\n')
    succeed('systemctl', 'enable', '--now', UNIT)
    await expect.poll(() => received + journal()).toContain('Connection refused')
    receiver.kill()
    expect(isActive()).toBe('active')
    expect(succeed('systemctl', 'show', '--property=DynamicUser', '--value', UNIT)).toBe('yes')
    const owner = succeed('stat', '--format=%U', '/var/lib/private/check-tcp-monitor')
    expect(owner).not.toBe('root')
    const [incident] = incidents()
    expect(incident).toMatchObject({ subject_id: 'nobody', failure: 'refused' })
    firstIncident = incident.id
  })

  it('takes a changed config when it is told to reload', async () => {
    const before = processOf()
    writeFileSync(join(root, CONFIG), MONITOR.replaceAll('nobody', 'somebody'))
    succeed('systemctl', 'reload', UNIT)
    await expect.poll(() => incidents().map(({ subject_id }) => subject_id)).toContain('somebody')
    expect(processOf()).toBe(before)
    writeFileSync(join(root, CONFIG), MONITOR)
  })

  it('keeps config and history over an upgrade, and runs the new version', async () => {
    const before = processOf()
    cpSync(newerVersion(folder), join(root, 'root/newer.deb'))
    succeed(...INSTALL, '/root/newer.deb')
    expect(readFileSync(join(root, CONFIG), 'utf8')).toBe(MONITOR)
    await expect.poll(isActive).toBe('active')
    expect(processOf()).not.toBe(before)
    expect(incidents().map(({ id }) => id)).toContain(firstIncident)
  })

  it('leaves config and history when it is removed, and nothing else', () => {
    succeed('dpkg', '--remove', 'check-tcp')
    expect(isActive()).toBe('inactive')
    expect(ownFiles()).toEqual([
      '/etc/check-tcp',
      '/etc/check-tcp/monitor.yaml',
      '/etc/systemd/system/multi-user.target.wants/check-tcp-monitor.service',
      '/var/lib/check-tcp-monitor',
      '/var/lib/private/check-tcp-monitor',
      ...ENABLED,
    ])
  })

  it('leaves nothing when it is purged', () => {
    succeed('dpkg', '--purge', 'check-tcp')
    expect(ownFiles()).toEqual([])
  })

  /** Files and folders of ours, but for those in the folders below and what dpkg keeps. */
  function ownFiles(): string[] {
    const found = succeed(
      ...['find', '/etc', '/usr', '/var', '/run', '-xdev'],
      ...['(', '-path', '*check-tcp*', '-o', '-lname', '*check-tcp*', ')', '-a', '!'],
      ...['-path', '/var/lib/dpkg/*', '-a', '!', '-path', '/var/lib/private/check-tcp-monitor/*'],
    )
    return found === '' ? [] : found.split('\n').toSorted()
  }

  /** The same package with a higher version, and another conffile, so that dpkg has to keep the changed one. */
  function newerVersion(work: string): string {
    const tree = join(work, 'newer')
    const newer = join(work, 'newer.deb')
    execFileSync('dpkg-deb', ['--raw-extract', join(root, 'root/check-tcp.deb'), tree])
    const control = join(tree, 'DEBIAN/control')
    writeFileSync(
      control,
      readFileSync(control, 'utf8').replace(/^Version: .*$/m, 'Version: 999.0.0-1'),
    )
    chmodSync(tree, 0o755)
    execFileSync('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, newer])
    return newer
  }
})
