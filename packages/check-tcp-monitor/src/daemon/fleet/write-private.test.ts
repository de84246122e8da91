import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writePrivate } from './write-private.js'

describe('a private file', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'private-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is readable for its owner alone, also where a crash left one that others could read', async () => {
    const file = join(folder, 'agent.key')
    await writeFile(`${file}.new`, 'half', { mode: 0o644 })
    await writePrivate(file, 'secret')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toBe('secret')
  })

  it('never goes where a link of its name leads', async () => {
    const file = join(folder, 'agent.key')
    const elsewhere = join(folder, 'elsewhere')
    await symlink(elsewhere, `${file}.new`)
    await writePrivate(file, 'secret')
    await expect(stat(elsewhere)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readFile(file, 'utf8')).toBe('secret')
  })
})
