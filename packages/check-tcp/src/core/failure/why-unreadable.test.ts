import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { whyUnreadable } from './why-unreadable.js'

describe('whyUnreadable', () => {
  it.each([
    ['none', 'does not exist'],
    ['.', 'is a directory, not a file'],
    ['file/below', 'does not exist: part of its path is not a directory'],
    ['loop', 'cannot be read: its links form a loop'],
    ['x'.repeat(300), 'does not exist: the name is too long'],
  ])('says of %s what a person can see', async (name, why) => {
    await using folder = await temporaryFolder()
    writeFileSync(join(folder.path, 'file'), '')
    symlinkSync('loop', join(folder.path, 'loop'))
    let thrown: unknown
    try {
      readFileSync(join(folder.path, name))
    } catch (error) {
      thrown = error
    }
    expect(whyUnreadable(thrown)).toBe(why)
  })

  it('leaves no code and no system call in what it says of other errors', () => {
    const error = Object.assign(new Error('EIO: i/o error, read'), {
      ...{ code: 'EIO', errno: -5, syscall: 'read' },
    })
    expect(whyUnreadable(error)).toBe('cannot be read: i/o error')
  })
})
