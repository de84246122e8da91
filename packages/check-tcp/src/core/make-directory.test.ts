import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/cli/support/temporary-folder.js'
import { MakeDirectoryError, makeDirectory } from './make-directory.js'

function failureOf(path: string): MakeDirectoryError {
  try {
    makeDirectory(path)
  } catch (error) {
    if (error instanceof MakeDirectoryError) return error
    throw error
  }
  throw new Error(`${path} was made`)
}

describe('makeDirectory', () => {
  it('makes what is missing with the mode, and leaves what is there', async () => {
    await using folder = await temporaryFolder()
    const path = join(folder.path, 'a', 'b', 'c')
    makeDirectory(path, 0o700)
    for (const made of [path, join(path, '..'), join(path, '..', '..')]) {
      expect(statSync(made).mode & 0o777).toBe(0o700)
    }
    writeFileSync(join(path, 'file'), '')
    makeDirectory(path, 0o755)
    makeDirectory(`${path}/../c/`)
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(existsSync(join(path, 'file'))).toBe(true)
  })

  it('goes through links that lead to directories', async () => {
    await using folder = await temporaryFolder()
    mkdirSync(join(folder.path, 'there'))
    symlinkSync('there', join(folder.path, 'link'))
    makeDirectory(join(folder.path, 'link', 'below'))
    expect(statSync(join(folder.path, 'there', 'below')).isDirectory()).toBe(true)
    makeDirectory(join(folder.path, 'link'))
  })

  it.each(['link', 'link/below', 'link/far/below'])(
    'says of %s that its link leads nowhere, and does not go round for ever',
    async (name) => {
      await using folder = await temporaryFolder()
      const link = join(folder.path, 'link')
      symlinkSync('nowhere', link)
      const error = failureOf(join(folder.path, name))
      expect(error).toMatchObject({ systemCode: 'EEXIST', path: link })
      expect(error.message).toBe(
        `cannot make the directory ${join(folder.path, name)}: ${link} is a symbolic link to nowhere, which does not exist`,
      )
    },
  )

  it('says of links in a circle that there are too many', async () => {
    await using folder = await temporaryFolder()
    symlinkSync('b', join(folder.path, 'a'))
    symlinkSync('a', join(folder.path, 'b'))
    expect(failureOf(join(folder.path, 'a', 'below'))).toMatchObject({
      systemCode: 'ELOOP',
      message: expect.stringContaining('too many symbolic links'),
    })
  })

  it('says which part is a file', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'file')
    writeFileSync(file, '')
    expect(failureOf(file).message).toContain(`${file} is there and is not a directory`)
    const below = failureOf(join(file, 'a', 'b'))
    expect(below).toMatchObject({ systemCode: 'ENOTDIR', path: join(file, 'a') })
    expect(below.message).toContain(`${file} is not a directory`)
  })

  it('says of a name that is too long what the system says', async () => {
    await using folder = await temporaryFolder()
    expect(failureOf(join(folder.path, 'x'.repeat(300))).message).toMatch(/: name too long$/)
  })

  it.skipIf(process.platform !== 'linux')('comes to an end below /proc', () => {
    const error = failureOf('/proc/check-tcp/a/b')
    expect(error).toMatchObject({ systemCode: 'ENOENT', path: '/proc/check-tcp' })
    expect(error.message).toContain('/proc is there, but nothing can be made in it')
  })

  it.skipIf(process.platform !== 'linux')('names the user who may not write there', () => {
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.('nobody')
    try {
      expect(failureOf('/etc/check-tcp-made/a')).toMatchObject({
        systemCode: 'EACCES',
        path: '/etc/check-tcp-made',
      })
      expect(failureOf('/etc/check-tcp-made/a').message).toMatch(
        /user \S+ may not write to \/etc \(permission denied\)$/,
      )
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })
})
