import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from './build-package.js'

const isLinux = process.platform === 'linux'
const leftOut = isLinux ? '' : ' (left out: it is for Linux)'

/** Nothing of this machine's Node or of a home folder. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin' }

describe.runIf(isLinux)(`the tarball${leftOut}`, () => {
  let folder: string
  let tarball: string
  let program: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-tarball-'))
    tarball = buildPackage('tarball', folder)
    execFileSync('tar', ['-xzf', tarball, '-C', folder])
    const [name = ''] = readdirSync(folder).filter((file) => !file.endsWith('.tar.gz'))
    // Wherever it is moved to, and whatever the folder is called.
    renameSync(join(folder, name), join(folder, "somebody's tools"))
    program = join(folder, "somebody's tools/bin/check-tcp")
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = (...args: readonly string[]) =>
    spawnSync(program, args, { encoding: 'utf8', env: ENVIRONMENT, cwd: folder })

  it('is the same, byte for byte, when it is built again', () => {
    const again = buildPackage('tarball', join(folder, 'again.tar.gz'), { TZ: 'Asia/Tokyo' })
    expect(hashOf(again)).toBe(hashOf(tarball))
  })

  it('runs through a link too, and says why a check failed', () => {
    execFileSync('ln', ['-s', program, join(folder, 'link.tar.gz')])
    const { stdout, status } = spawnSync(join(folder, 'link.tar.gz'), ['127.0.0.1:1'], {
      encoding: 'utf8',
      env: ENVIRONMENT,
    })
    expect(stdout).toContain('Connection refused')
    expect(status).toBe(1)
  })

  it('has the native engine', () => {
    const { stdout } = run('127.0.0.1:1', '--engine', 'native', '--output', 'json')
    expect(JSON.parse(stdout).details.engine).toBe('native')
  })

  it('brings a config that holds, and a monitor that runs until it is told to end', async () => {
    const config = join(folder, "somebody's tools/examples/monitor.yaml")
    const own = join(folder, 'monitor.yaml')
    const text = readFileSync(config, 'utf8')
    writeFileSync(
      own,
      text.replace(':9116', ':0').replace(/^directory: .*$/m, 'directory: ./history'),
    )
    const checked = run('monitor', '--check', own)
    expect(checked.stderr).toBe('')
    expect(checked.stdout).toContain('ssh  localhost:22')
    const child = spawn(program, ['monitor', own], { env: ENVIRONMENT, cwd: folder })
    const ended = once(child, 'close')
    let said = ''
    for await (const line of createInterface({ input: child.stderr })) {
      said += line
      if (line.includes('the monitor runs')) child.kill('SIGTERM')
    }
    expect(await ended, said).toEqual([0, null])
  })
})

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
