import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, textOf } from '../../test/code-blocks.js'
// @ts-expect-error: the scripts have no types.
import { control, maintainerFrom } from './deb-control.mjs'
// @ts-expect-error: the scripts have no types.
import { dependencyPaths } from './dependencies.mjs'
// @ts-expect-error: the scripts have no types.
import { nodePackageFor, problemOf } from './fetch-node.mjs'
// @ts-expect-error: the scripts have no types.
import { sourceDate } from './fixed-tree.mjs'
// @ts-expect-error: the scripts have no types.
import { isPruned, isPrunedOfDependency } from './prune.mjs'
// @ts-expect-error: the scripts have no types.
import { unitForDebian } from './unit.mjs'

const lock = JSON.parse(textOf('package-lock.json'))

describe('the packages', () => {
  it('carry what npm would install, for their architecture alone', () => {
    const paths = dependencyPaths(lock, ['check-tcp', 'check-tcp-monitor'], {
      os: 'linux',
      cpu: 'x64',
    })
    expect(paths).toContain('node_modules/@koromix/koffi-linux-x64')
    // Its Node has SQLite.
    expect(paths).not.toContain('node_modules/@photostructure/sqlite')
    // Two steps away: of prom-client.
    expect(paths).toContain('node_modules/bintrees')
    expect(paths).not.toContain('node_modules/@koromix/koffi-linux-arm64')
    expect(paths.filter((path: string) => /vitest|playwright|\/check-tcp/.test(path))).toEqual([])
  })

  it('take the nearest of two versions, as Node does', () => {
    const packages = {
      'node_modules/a': { dependencies: { b: '1', c: '1' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '2' } },
      'node_modules/a/node_modules/c': {},
      'node_modules/b': {},
      'node_modules/c': {},
    }
    expect(dependencyPaths({ packages }, ['a'], { os: 'linux', cpu: 'x64' })).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/a/node_modules/c',
    ])
    const asks = { packages: { 'node_modules/a': { dependencies: { b: '1' } } } }
    expect(() => dependencyPaths(asks, ['a'], {})).toThrow('the lockfile has no b')
  })

  it('leave out what nobody runs, and nothing that is code', () => {
    expect(isPruned('dist/core/config/notice-wait.js')).toBe(false)
    expect(isPruned('dist/index.d.ts')).toBe(true)
    expect(isPrunedOfDependency('a', 'lib/test/run.js')).toBe(false)
    expect(isPrunedOfDependency('a', 'test/run.js')).toBe(true)
    const koffi = (file: string) => isPrunedOfDependency('@koromix/koffi-linux-x64', file)
    expect(koffi('linux_x64/koffi.node')).toBe(false)
    expect(koffi('musl_x64/koffi.node')).toBe(true)
  })

  it('take no Node but the one whose hash is pinned', () => {
    const content = Buffer.from('not Node')
    const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`
    expect(problemOf(content, integrity)).toBeUndefined()
    expect(problemOf(content, nodePackageFor('x64').integrity)).toBe(`its hash is ${integrity}`)
    expect(() => nodePackageFor('s390x')).toThrow('packages are built for x64 and arm64')
  })

  it('have their times from SOURCE_DATE_EPOCH, else from the last commit', () => {
    expect(sourceDate({ SOURCE_DATE_EPOCH: '1793491200' })).toBe(1_793_491_200)
    expect(() => sourceDate({ SOURCE_DATE_EPOCH: 'today' })).toThrow('got "today"')
    const last = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' })
    expect(sourceDate({})).toBe(Number(last))
  })

  it('say who built them', () => {
    expect(maintainerFrom({ DEBFULLNAME: 'Ops', DEBEMAIL: 'ops@example.com' })).toBe(
      'Ops <ops@example.com>',
    )
    expect(() => maintainerFrom({ DEBFULLNAME: 'Ops' })).toThrow('set DEBFULLNAME and DEBEMAIL')
    const text = control({ architecture: 'amd64', maintainer: 'Ops <ops@example.com>', size: 5 })
    expect(text).toMatch(/^Package: check-tcp\nVersion: \d+\.\d+\.\d+-1\nArchitecture: amd64\n/)
  })

  it('have the service of the npm package, but for where the command is', () => {
    const file = 'packages/check-tcp-monitor/systemd/check-tcp-monitor.service'
    const unit = textOf(file)
    const lines = (text: string) => text.split('\n').filter((line) => /^[A-Z[]/.test(line))
    const changed = lines(unitForDebian(unit)).filter((line) => !lines(unit).includes(line))
    expect(changed).toEqual([
      'Documentation=man:check-tcp(1)',
      'ExecStart=/usr/bin/check-tcp monitor /etc/check-tcp/monitor.yaml',
    ])
    expect(() => unitForDebian(unit.replace('/usr/bin/env', '/opt/env'))).toThrow('has changed')
  })

  it('have scripts that a shell understands', () => {
    for (const name of ['check-tcp', 'debian/postinst', 'debian/prerm', 'debian/postrm']) {
      const file = join(import.meta.dirname, name)
      expect(readFileSync(file, 'utf8')).toMatch(/^#!\/bin\/sh\n/)
      execFileSync('sh', ['-n', file])
    }
  })
})
