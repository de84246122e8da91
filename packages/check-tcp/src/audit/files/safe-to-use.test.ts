import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  type Stats,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AuditLogError } from '../audit-log-error.js'
import { groupName } from './group-name.js'
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
const ALICE = 1_000
const BOB = 1_001

const statsOf = (of: { uid?: number; mode?: number; nlink?: number; isFile?: boolean }) =>
  ({
    ...{ uid: ALICE, mode: 0o100600, nlink: 1, ...of },
    isFile: () => of.isFile ?? true,
    isDirectory: () => true,
    isSymbolicLink: () => false,
  }) as Stats

/** Each check of something of these, as one user makes it. */
const everything = (stats: Stats, user: number) => [
  () => checkOwner('/log', stats, user),
  () => checkFolder('/log', stats, { mayBeSticky: false, user }),
  () => checkFolder('/log', stats, { mayBeSticky: true, user }),
  () => checkFile('/log', stats, user),
]

describe('what an audit log trusts', () => {
  it("is this user's or root's, and nobody else's", () => {
    for (const user of [ALICE, 0]) {
      for (const check of everything(statsOf({ uid: BOB }), user)) {
        expect(check).toThrow(AuditLogError)
        expect(check).toThrow(
          `/log belongs to user ${BOB}, and this is user ${user}: every user needs a separate audit log`,
        )
      }
    }
    for (const uid of [ALICE, 0]) {
      for (const check of everything(statsOf({ uid }), ALICE)) expect(check).not.toThrow()
    }
  })

  it("is this process's user's, where nobody says whose", () => {
    const [mine, others] = [statsOf({ uid: me }), statsOf({ uid: me + 1 })]
    expect(() => checkOwner('/log', mine)).not.toThrow()
    expect(() => checkFile('/log', mine)).not.toThrow()
    expect(() => checkPrivate('/log', mine)).not.toThrow()
    expect(() => checkOwner('/log', others)).toThrow(`this is user ${me}`)
    expect(() => checkFile('/log', others)).toThrow(`this is user ${me}`)
    expect(() => checkFolder('/log', others, { mayBeSticky: true })).toThrow(`this is user ${me}`)
  })

  it('is a regular file with one name', () => {
    expect(() => checkRegular('/log', statsOf({ isFile: false }))).toThrow(
      '/log is not a regular file',
    )
    expect(() => checkFile('/log', statsOf({ isFile: false }), ALICE)).toThrow('not a regular file')
    expect(() => checkRegular('/log', statsOf({}))).not.toThrow()
    for (const nlink of [0, 2]) {
      expect(() => checkFile('/log', statsOf({ nlink }), ALICE)).toThrow(`/log has ${nlink} names`)
    }
  })

  it.each([0o602, 0o620, 0o622])('is no file that others may write: mode %o', (mode) => {
    expect(() => checkFile('/log', statsOf({ mode: 0o100000 | mode }), ALICE)).toThrow(
      `others may write to /log (mode 0${mode.toString(8)}): check what is in it, then chmod 600 /log`,
    )
  })

  it.each([0o1702, 0o1720, 0o1777])('is no sticky folder, unless of a key: mode %o', (mode) => {
    const check = (mode: number, mayBeSticky: boolean) => () =>
      checkFolder('/log', statsOf({ mode }), { mayBeSticky, user: ALICE })
    expect(check(mode, false)).toThrow(`(mode ${mode.toString(8)})`)
    expect(check(mode, false)).toThrow('chmod 700 /log')
    expect(check(mode, true)).not.toThrow()
    expect(check(mode & 0o777, true)).toThrow('chmod 700')
  })

  it('is a private key that others may not use; a group may read one of root', () => {
    const uses =
      (uid: number, mode: number, user = ALICE) =>
      () =>
        checkPrivate('/key', statsOf({ uid, mode }), user)
    for (const mode of [0o600, 0o400]) expect(uses(ALICE, mode)).not.toThrow()
    for (const mode of [0o601, 0o602, 0o604, 0o610, 0o620, 0o660]) {
      const told = `others may use the private key /key (mode 0${mode.toString(8)})`
      for (const uid of [ALICE, 0]) expect(uses(uid, mode)).toThrow(told)
    }
    expect(uses(ALICE, 0o640)).toThrow('others may use the private key')
    expect(uses(0, 0o640, 0)).toThrow('others may use the private key')
    expect(uses(0, 0o640)).not.toThrow()
  })
})

describe.skipIf(me !== 0)('the folders above, for root', () => {
  it('are not to be written by a group or by all, unless they are sticky', () => {
    const top = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    try {
      const shared = join(top, 'shared')
      const log = join(shared, 'mine', 'log')
      mkdirSync(log, { recursive: true })
      for (const mode of [0o755, 0o1775, 0o1777]) {
        chmodSync(shared, mode)
        expect(() => checkParents(log)).not.toThrow()
      }
      symlinkSync(join(shared, 'mine'), join(top, 'link'))
      chmodSync(shared, 0o757)
      const told = `every user may write to ${shared} (mode 0757), and could replace`
      expect(() => checkParents(log)).toThrow(told)
      expect(() => checkParents(join(top, 'link', 'log'))).toThrow(told)
      chmodSync(shared, 0o775)
      expect(() => checkParents(log)).toThrow(
        `group ${groupName(0)} may write to ${shared} (mode 0775), and could replace ${log}, so root keeps no audit log there; to fix it: chmod +t ${shared} (only owners can then replace what is theirs), or keep the log elsewhere, such as in /var/lib/check-tcp/audit`,
      )
      // The command of the message mends it.
      execFileSync('chmod', ['+t', shared])
      expect(() => checkParents(log)).not.toThrow()
      chmodSync(shared, 0o775)
      // The folder itself is looked at by others.
      expect(() => checkParents(shared)).not.toThrow()
    } finally {
      rmSync(top, { recursive: true })
    }
  })

  it('and the links among them belong to root', () => {
    const top = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    try {
      const theirs = join(top, 'theirs')
      const mine = join(top, 'mine')
      for (const folder of [theirs, mine]) mkdirSync(folder)
      chownSync(theirs, ALICE, ALICE)
      const told = (path: string) =>
        `${path} belongs to user ${ALICE}, who could replace ${path}/log, so root keeps no audit log there; to fix it: chown -h root ${path}, or`
      expect(() => checkParents(join(theirs, 'log'))).toThrow(told(theirs))
      expect(() => checkParents(join(theirs, 'not', 'there', 'log'))).toThrow(
        `${theirs} belongs to user ${ALICE}`,
      )
      const link = join(top, 'link')
      symlinkSync(mine, link)
      expect(() => checkParents(join(link, 'log'))).not.toThrow()
      lchownSync(link, ALICE, ALICE)
      expect(() => checkParents(join(link, 'log'))).toThrow(told(link))
      execFileSync('chown', ['-h', 'root', link])
      expect(() => checkParents(join(link, 'log'))).not.toThrow()
    } finally {
      rmSync(top, { recursive: true })
    }
  })

  it('are also those on the way that a link goes to another link', () => {
    const top = mkdtempSync(join(tmpdir(), 'check-tcp-'))
    try {
      for (const name of ['shared', 'mine']) mkdirSync(join(top, name))
      symlinkSync(join(top, 'mine'), join(top, 'shared', 'second'))
      symlinkSync(join(top, 'shared', 'second'), join(top, 'first'))
      const log = join(top, 'first', 'log')
      expect(() => checkParents(log)).not.toThrow()
      chmodSync(join(top, 'shared'), 0o777)
      expect(() => checkParents(log)).toThrow(`may write to ${join(top, 'shared')}`)
    } finally {
      rmSync(top, { recursive: true })
    }
  })

  it.runIf(process.platform === 'linux')('let a log stand below /var/lib of Debian', () => {
    expect(() => checkParents('/var/lib/check-tcp/audit')).not.toThrow()
  })
})
