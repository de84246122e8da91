import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianRootRequirements, debianRootTarball } from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textOf } from '../../test/code-blocks.js'
import { buildPackage } from '../packages/build-package.js'
import { type BuiltImage, buildImage, hasBuildah } from './buildah.js'
import { capabilitiesOf, type RunningImage, runImage } from './run-image.js'

const debian = debianRootRequirements()
const because = debian.available ? "Debian's buildah is missing" : debian.because
const canRun = debian.available && hasBuildah()
const leftOut = canRun ? '' : ` (left out: ${because})`

const MONITOR = `location: lab
directory: /data
http: { listen: "127.0.0.1:9116" }
defaults: { every: 1s, confirm: 1, parameters: { timeout: 1 } }
checks:
  - { name: nobody, plugin: check_tcp_connection, parameters: { host: 127.0.0.1, port: 1 } }
`

describe.runIf(canRun)(`the image${leftOut}`, () => {
  let folder: string
  let image: BuiltImage
  let container: RunningImage
  let monitor: ChildProcess | undefined
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-image-'))
    for (const name of ['data', 'configs']) mkdirSync(join(folder, name))
    const context = buildPackage('image', folder)
    image = buildImage(context, debianRootTarball(), join(folder, 'storage'))
    writeFileSync(join(folder, 'configs/monitor.yaml'), MONITOR)
    writeFileSync(join(folder, 'configs/deny.yaml'), 'default: deny\n')
    writeFileSync(join(folder, 'configs/hub.yaml'), textOf('integrations/container/hub.yaml'))
    container = await runImage(image, {
      data: join(folder, 'data'),
      configs: join(folder, 'configs'),
      environment: { CHECK_TCP_TOKEN: 'correct horse battery' },
    })
  })
  afterAll(async () => {
    monitor?.kill('SIGKILL')
    await container?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (...args: readonly string[]) => container.run([...image.config.Entrypoint, ...args])
  const isHealthy = () => {
    const [kind, ...command] = image.config.Healthcheck.Test
    expect(kind).toBe('CMD')
    return container.run(command).status === 0
  }

  it('says who runs it, how it ends, what is written to and what it is', () => {
    const { User, StopSignal, Volumes, Labels } = image.config
    expect({ User, StopSignal, Volumes }).toEqual({
      User: '65532:65532',
      StopSignal: 'SIGTERM',
      Volumes: { '/data': {} },
    })
    expect(Labels).toMatchObject({
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.version': expect.stringMatching(/^\d+\.\d+\.\d+$/),
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/),
    })
  })

  it('gives its user the data folder and nothing else', () => {
    expect(statSync(join(image.root, 'data'))).toMatchObject({ uid: 65_532, gid: 65_532 })
    const { stdout } = container.run([
      'find',
      '/usr',
      '/etc',
      '/var',
      '/opt',
      '-xdev',
      '-user',
      '65532',
    ])
    expect(stdout).toBe('')
    expect(container.run(['touch', '/etc/x']).stderr).toContain('Read-only file system')
  })

  it('checks as that user, by its name too, and says why when it fails or was denied', () => {
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    const refused = container.run(['check-tcp', '127.0.0.1:1', '--engine', 'native'])
    expect(refused.stdout).toContain('Connection refused')
    expect(refused.status).toBe(1)
    const denied = run('127.0.0.1:1', '--policy', '/etc/check-tcp/deny.yaml')
    expect(denied.stdout).toContain('Denied by policy')
    expect(denied.status).toBe(3)
  })

  it('runs the monitor, is healthy once that is ready, and ends when it is told to', async () => {
    expect(isHealthy()).toBe(false)
    const { Entrypoint, Cmd, StopSignal } = image.config
    monitor = container.start([...Entrypoint, ...Cmd])
    let said = ''
    monitor.stderr?.on('data', (part) => {
      said += part
    })
    const ended = once(monitor, 'close')
    await expect.poll(() => said).toContain('the monitor runs')
    await expect.poll(isHealthy).toBe(true)
    expect(capabilitiesOf(monitor.pid)).toMatch(/^0+$/)
    const incidents = () =>
      run('monitor', 'export', '--config', '/etc/check-tcp/monitor.yaml', '--kind', 'incident')
        .stdout
    await expect.poll(incidents).toContain('Connection refused')
    monitor.kill(StopSignal as NodeJS.Signals)
    expect(await ended, said).toEqual([0, null])
    expect(readdirSync(join(folder, 'data'))).toContain('history.db')
  })

  it('takes the configs and commands of the compose file', () => {
    const hub = run('monitor', '--check', '/etc/check-tcp/hub.yaml')
    expect(hub.stderr).toBe('')
    expect(hub.stdout).toContain('agents report to 0.0.0.0:9117')
    const agent = run('monitor', 'agent', '--directory', '/data', '--check')
    expect(agent.stderr).toBe('')
    expect(agent.status).toBe(0)
  })
})
