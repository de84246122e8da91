import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from './build-package.js'

const hasDpkg = spawnSync('dpkg-deb', ['--version']).status === 0
const hasLintian = spawnSync('lintian', ['--version']).status === 0
const leftOut = hasDpkg ? '' : ' (left out: dpkg-deb is missing, which Debian and Ubuntu have)'
const lintianLeftOut = hasLintian ? '' : " (left out: Debian's lintian is missing)"

describe.runIf(hasDpkg)(`the Debian package${leftOut}`, () => {
  let folder: string
  let deb: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'check-tcp-deb-'))
    deb = buildPackage('deb', join(folder, 'one'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is the same, byte for byte, when it is built again', () => {
    const again = buildPackage('deb', join(folder, 'two'), { TZ: 'Asia/Tokyo', LC_ALL: 'C' })
    expect(hashOf(again)).toBe(hashOf(deb))
  })

  it('belongs to root, and nobody else may write', () => {
    const list = execFileSync('dpkg-deb', ['--contents', deb], { encoding: 'utf8' })
    const wrong = list
      .trim()
      .split('\n')
      .filter((line) => !/^(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx) root\/root /.test(line))
    expect(wrong).toEqual([])
  })

  it.runIf(hasLintian)(`has no error and no warning for lintian${lintianLeftOut}`, () => {
    const args = ['--allow-root', '--fail-on', 'error,warning', deb]
    const { status, stdout, stderr } = spawnSync('lintian', args, { encoding: 'utf8' })
    expect(stdout + stderr).toBe('')
    expect(status).toBe(0)
  })
})

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
