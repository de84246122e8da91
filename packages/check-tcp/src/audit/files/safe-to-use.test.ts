import { chmodSync, mkdirSync, mkdtempSync, rmSync, type Stats, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AuditLogError } from '../audit-log-error.js'
import {
  checkFile,
  checkFolder,
  checkOwner,
  checkParents,
  checkPrivate,
  checkRegular,
  thisUser,
} from './safe-to-use.js'

const me = thisUser() ?? 0
const other = me + 1
const statsOf = (of: { uid?: number; mode?: number; nlink?: number; isFile?: boolean }) =>
  ({ uid: me, mode: 0o100600, nlink: 1, ...of, isFile: () => of.isFile ?? true }) as Stats

const everything = (stats: Stats) => [
  () => checkOwner('/log', stats),
  () => checkFolder('/log', stats, false),
  () => checkFolder('/log', stats, true),
  () => checkFile('/log', stats),
]

describe('what an audit log trusts', () => {
  it("is this user's or root's, and nobody else's", () => {
    for (const check of everything(statsOf({ uid: other }))) {
      expect(check).toThrow(AuditLogError)
      expect(check).toThrow(
        `/log belongs to user ${other}, and this is user ${me}: every user needs an audit log of their own`,
      )
    }
    for (const uid of [me, 0]) {
      for (const check of everything(statsOf({ uid }))) expect(check).not.toThrow()
    }
  })

  it('is a regular file with one name', () => {
    expect(() => checkRegular('/log', statsOf({ isFile: false }))).toThrow(
      '/log is not a regular file',
    )
    expect(() => checkFile('/log', statsOf({ isFile: false }))).toThrow('is not a regular file')
    expect(() => checkRegular('/log', statsOf({}))).not.toThrow()
    for (const nlink of [0, 2]) {
      expect(() => checkFile('/log', statsOf({ nlink }))).toThrow(`/log has ${nlink} names`)
    }
  })

  it.each([0o602, 0o620, 0o622])('is no file that others may write: mode %o', (mode) => {
    expect(() => checkFile('/log', statsOf({ mode: 0o100000 | mode }))).toThrow(
      `others may write to /log (mode 0${mode.toString(8)}): look what is in it, then chmod 600 /log`,
    )
  })

  it.each([0o1702, 0o1720, 0o1777])('is no sticky folder, unless of a key: mode %o', (mode) => {
    expect(() => checkFolder('/log', statsOf({ mode }), false)).toThrow('chmod 700 /log')
    expect(() => checkFolder('/log', statsOf({ mode }), true)).not.toThrow()
    expect(() => checkFolder('/log', statsOf({ mode: mode & 0o777 }), true)).toThrow('chmod 700')
  })

  it('is a private key that others may not use; a group may read one of root', () => {
    const uses = (uid: number, mode: number) => () => checkPrivate('/key', statsOf({ uid, mode }))
    for (const mode of [0o600, 0o400]) expect(uses(me, mode)).not.toThrow()
    for (const mode of [0o601, 0o602, 0o604, 0o610, 0o620, 0o660]) {
      expect(uses(me, mode)).toThrow(
        `others may use the private key /key (mode 0${mode.toString(8)})`,
      )
      expect(uses(0, mode)).toThrow('others may use the private key')
    }
    expect(uses(me, 0o640)).toThrow('others may use the private key')
    if (me === 0) expect(uses(0, 0o640)).toThrow('others may use the private key')
    else expect(uses(0, 0o640)).not.toThrow()
  })
})

describe.skipIf(me !== 0)('the folders above, for root', () => {
  it('are not to be written by all, unless they are sticky', () => {
    const top = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    try {
      const shared = join(top, 'shared')
      const log = join(shared, 'mine', 'log')
      mkdirSync(log, { recursive: true })
      for (const mode of [0o755, 0o775, 0o1777]) {
        chmodSync(shared, mode)
        expect(() => checkParents(log)).not.toThrow()
      }
      symlinkSync(join(shared, 'mine'), join(top, 'link'))
      chmodSync(shared, 0o757)
      const told = `others may write to ${shared} (mode 0757), and could put another folder in the place of`
      expect(() => checkParents(log)).toThrow(told)
      expect(() => checkParents(join(top, 'link', 'log'))).toThrow(told)
      // The folder itself is looked at by others.
      expect(() => checkParents(shared)).not.toThrow()
    } finally {
      rmSync(top, { recursive: true })
    }
  })
})
