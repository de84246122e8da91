import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  type TemporaryFolder,
  temporaryFolder,
} from '../../../test/cli/support/temporary-folder.js'
import { runtimeDirectory } from './runtime-directory.js'

const USER = process.geteuid?.()
const isRoot = USER === 0
const NOBODY = 65_534

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

async function thisBoot(): Promise<string> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8')
  return text.slice(0, text.indexOf('\n'))
}

/** The folders of a system that has none of its own for this person yet. */
function systemIn({ path }: TemporaryFolder) {
  const system = { run: join(path, 'run'), temporary: join(path, 'tmp') }
  mkdirSync(join(system.run, 'user', String(USER)), { recursive: true })
  mkdirSync(system.temporary)
  const first = isRoot ? 'check-tcp' : `user/${USER}/check-tcp`
  return {
    ...system,
    first: join(system.run, first),
    second: join(system.temporary, `check-tcp-${USER}`),
  }
}

describe.skipIf(process.platform !== 'linux')('runtimeDirectory', () => {
  it('is a folder of this boot that only this person can look into', async () => {
    await using folder = await temporaryFolder()
    const system = systemIn(folder)
    const path = join(system.first, await thisBoot())
    expect(runtimeDirectory(system)).toEqual({ path })
    expect(runtimeDirectory(system)).toEqual({ path })
    for (const made of [path, system.first]) expect(lstatSync(made).mode & 0o777).toBe(0o700)
  })

  it('goes by no variable of the environment', async () => {
    await using folder = await temporaryFolder()
    const before = runtimeDirectory()
    for (const name of ['XDG_RUNTIME_DIR', 'TMPDIR', 'HOME', 'TEMP']) vi.stubEnv(name, folder.path)
    expect(runtimeDirectory()).toEqual(before)
    expect(before).toEqual({ path: expect.stringMatching(/^\/(run|tmp)\//) })
  })

  it.runIf(isRoot)('is that of the person whose rights the process has', async () => {
    await using folder = await temporaryFolder()
    const system = systemIn(folder)
    const own = join(system.run, 'user', String(NOBODY), 'check-tcp')
    mkdirSync(own, { recursive: true, mode: 0o700 })
    chownSync(own, NOBODY, NOBODY)
    const boot = await thisBoot()
    vi.stubGlobal('process', Object.create(process, { geteuid: { value: () => NOBODY } }))
    expect(runtimeDirectory(system)).toEqual({ path: join(own, boot) })
  })

  it.each([
    ['that others can write to', (path: string) => chmodSync(path, 0o722)],
    ['that the group can write to', (path: string) => chmodSync(path, 0o720)],
  ])('is another where there is a folder %s, and none where both are', async (_, spoil) => {
    await using folder = await temporaryFolder()
    const system = systemIn(folder)
    for (const path of [system.first, system.second]) {
      if (path === system.second) {
        expect(runtimeDirectory(system)).toEqual({ path: join(path, await thisBoot()) })
      } else mkdirSync(path)
      spoil(path)
    }
    expect(runtimeDirectory(system)).toEqual({
      unavailable: `${system.second} belongs to somebody else`,
    })
  })

  it('is not available where links lead elsewhere', async () => {
    await using folder = await temporaryFolder()
    await using elsewhere = await temporaryFolder()
    const system = systemIn(folder)
    for (const path of [system.first, system.second]) symlinkSync(elsewhere.path, path)
    expect(runtimeDirectory(system)).toEqual({
      unavailable: `${system.second} belongs to somebody else`,
    })
  })

  // Only root can give a folder away.
  it.skipIf(!isRoot)('is not available where the folders are those of another person', async () => {
    await using folder = await temporaryFolder()
    const system = systemIn(folder)
    for (const path of [system.first, system.second]) {
      mkdirSync(path, { mode: 0o700 })
      chownSync(path, NOBODY, NOBODY)
    }
    expect(runtimeDirectory(system)).toEqual({
      unavailable: `${system.second} belongs to somebody else`,
    })
  })

  it("is not available, in the system's words, where no folder can be made", async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    expect(runtimeDirectory({ run: file, temporary: file })).toEqual({
      unavailable: expect.stringMatching(/file is not a directory$/),
    })
  })

  it('is not available on a system that knows no persons', () => {
    vi.stubGlobal('process', { geteuid: undefined })
    expect(runtimeDirectory()).toEqual({ unavailable: 'this system has no user ids' })
  })
})
