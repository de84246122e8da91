import type { Stats } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { foreignWrite } from './foreign-write.js'

const ALICE = 1_000
const BOB = 1_001
const SYSLOG = 104

const statsOf = (kind: 'file' | 'folder' | 'link', uid: number, mode: number) =>
  ({
    uid,
    gid: SYSLOG,
    mode,
    isSymbolicLink: () => kind === 'link',
    isDirectory: () => kind === 'folder',
  }) as Stats

describe('who besides root and a user could change something', () => {
  it.each(['file', 'folder', 'link'] as const)('is another owner of a %s', (kind) => {
    expect(foreignWrite(statsOf(kind, BOB, 0o600), ALICE)).toEqual({ owner: BOB })
    expect(foreignWrite(statsOf(kind, ALICE, 0o600), 0)).toEqual({ owner: ALICE })
    for (const uid of [ALICE, 0]) {
      expect(foreignWrite(statsOf(kind, uid, 0o700), ALICE)).toBeUndefined()
    }
  })

  it.each([
    [0o720, { group: SYSLOG }],
    [0o775, { group: SYSLOG }],
    [0o702, {}],
    [0o777, {}],
  ])('is a group or everybody, where the mode lets them: %o', (mode, who) => {
    const told = { mode: `0${mode.toString(8)}`, ...who }
    for (const kind of ['file', 'folder'] as const) {
      expect(foreignWrite(statsOf(kind, 0, mode), 0)).toEqual(told)
    }
    expect(foreignWrite(statsOf('link', 0, mode), 0)).toBeUndefined()
  })

  it('is nobody in a folder with the sticky bit where that will do, which keeps no file', () => {
    const folder = statsOf('folder', 0, 0o1777)
    expect(foreignWrite(folder, 0)).toBeUndefined()
    expect(foreignWrite(folder, 0, { mayBeSticky: false })).toEqual({ mode: '1777' })
    expect(foreignWrite(statsOf('file', 0, 0o1777), 0)).toEqual({ mode: '1777' })
  })
})
