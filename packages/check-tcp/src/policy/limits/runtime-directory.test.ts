import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../../test/cli/temporary-folder.js'
import { runtimeDirectory } from './runtime-directory.js'

const isRoot = process.getuid?.() === 0

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

async function thisBoot(): Promise<string> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  return text.slice(0, text.indexOf('\n'))
}

describe.skipIf(process.platform !== 'linux')('runtimeDirectory', () => {
  it('is a folder of this boot that only this person can look into', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'check-tcp', await thisBoot())
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: folder.path })).toEqual({ path })
    for (const made of [path, join(folder.path, 'check-tcp')]) {
      expect(lstatSync(made).mode & 0o777).toBe(0o700)
    }
  })

  it('is the same for everyone who asks', async () => {
    await using folder = await temporaryFolder()
    const env = { XDG_RUNTIME_DIR: folder.path }
    expect(runtimeDirectory(env)).toEqual(runtimeDirectory(env))
    expect(runtimeDirectory(env)).toHaveProperty('path')
  })

  it("is one of this person's in the folder for temporary files where the system gives none", async () => {
    await using folder = await temporaryFolder()
    vi.stubEnv('TMPDIR', folder.path)
    const path = join(folder.path, `check-tcp-${process.getuid?.()}`, await thisBoot())
    for (const env of [{}, { XDG_RUNTIME_DIR: '' }]) expect(runtimeDirectory(env)).toEqual({ path })
  })

  it.each([
    ['that others can write to', (path: string) => chmodSync(path, 0o722)],
    ['that the group can write to', (path: string) => chmodSync(path, 0o720)],
  ])('is not to be had where there is a folder %s', async (_, spoil) => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'check-tcp')
    mkdirSync(path)
    spoil(path)
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: folder.path })).toEqual({
      unavailable: `${path} belongs to somebody else`,
    })
  })

  it('is not to be had where a link leads elsewhere', async () => {
    await using folder = await temporaryFolder()
    await using elsewhere = await temporaryFolder()
    const path = join(folder.path, 'check-tcp')
    symlinkSync(elsewhere.path, path)
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: folder.path })).toEqual({
      unavailable: `${path} belongs to somebody else`,
    })
  })

  // Only root can give a folder away.
  it.skipIf(!isRoot)('is not to be had where the folder is that of another person', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'check-tcp')
    mkdirSync(path, { mode: 0o700 })
    chownSync(path, 65_534, 65_534)
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: folder.path })).toEqual({
      unavailable: `${path} belongs to somebody else`,
    })
  })

  it("is not to be had, in the system's words, where no folder can be made", async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: file })).toEqual({
      unavailable: expect.stringMatching(/file is not a directory$/),
    })
  })

  it('is not to be had on a system that knows no persons', async () => {
    await using folder = await temporaryFolder()
    vi.stubGlobal('process', { getuid: undefined })
    expect(runtimeDirectory({ XDG_RUNTIME_DIR: folder.path })).toEqual({
      unavailable: 'this system has no user ids',
    })
  })
})
