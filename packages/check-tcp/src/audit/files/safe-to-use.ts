import type { Stats } from 'node:fs'
import { dirname } from 'node:path'
import { unlessErrno } from '../../core/failure/system-error-text.js'
import {
  type ForeignWrite,
  foreignOwner,
  foreignWrite,
  octalMode,
} from '../../core/foreign-write.js'
import { pathSteps } from '../../core/path-steps.js'
import { AuditLogError } from '../audit-log-error.js'
import { groupName } from './group-name.js'

/** Permission bits. */
const USED_BY_OTHERS = 0o077
/** A key of root that a service reads through its group. */
const USED_BY_ALL_BUT_READERS = 0o037

/** `undefined` on systems that know no such users. */
export function thisUser(): number | undefined {
  return process.geteuid?.()
}

/** @throws {AuditLogError} where others own the folder, or may write to it and its mode does not keep them apart */
export function checkFolder(
  path: string,
  stats: Stats,
  { mayBeSticky, user = thisUser() }: { readonly mayBeSticky: boolean; readonly user?: number },
): void {
  checkOwner(path, stats, user)
  const foreign = user === undefined ? undefined : foreignWrite(stats, user, { mayBeSticky })
  if (!foreign) return
  throw new AuditLogError(
    `others may write to the folder ${path} (mode ${octalMode(stats)}), so nothing in it can be trusted: chmod 700 ${path}, or use a folder of your own`,
  )
}

/**
 * For root alone: who owns a folder or a link above, or may write there, can put another in the place of this one, or have
 * one made elsewhere.
 *
 * @param path need not be there yet
 * @throws {AuditLogError} which names the folder, who it is, and the command that mends it
 */
export function checkParents(path: string): void {
  if (thisUser() !== 0) return
  unlessErrno('ENOENT', () => {
    for (const { path: parent, stats } of pathSteps(dirname(path))) {
      const foreign = foreignWrite(stats, 0)
      if (foreign) throw new AuditLogError(whyNotBelow(parent, foreign, path))
    }
  })
}

function whyNotBelow(parent: string, foreign: ForeignWrite, path: string): string {
  const elsewhere = 'or keep the log elsewhere, such as in /var/lib/check-tcp/audit'
  const refused = `could replace ${path}, so root keeps no audit log there`
  if ('owner' in foreign) {
    return `${parent} belongs to user ${foreign.owner}, who ${refused}; to fix it: chown -h root ${parent}, ${elsewhere}`
  }
  const { group, mode } = foreign
  const who = group === undefined ? 'every user' : `group ${groupName(group)}`
  return `${who} may write to ${parent} (mode ${mode}), and ${refused}; to fix it: chmod +t ${parent} (only owners can then replace what is theirs), ${elsewhere}`
}

/** @throws {AuditLogError} for a file that an audit log does not make: a link, a pipe, one of somebody else */
export function checkFile(path: string, stats: Stats, user = thisUser()): void {
  checkRegular(path, stats)
  checkOwner(path, stats, user)
  if (stats.nlink !== 1) {
    throw new AuditLogError(
      `${path} has ${stats.nlink} names (hard links), and an audit log gives its files one: find out who made the others`,
    )
  }
  if (user !== undefined && foreignWrite(stats, user)) {
    throw new AuditLogError(
      `others may write to ${path} (mode ${octalMode(stats)}): check what is in it, then chmod 600 ${path}`,
    )
  }
}

/** @throws {AuditLogError} where others may read a private key */
export function checkPrivate(path: string, stats: Stats, user = thisUser()): void {
  const forbidden = stats.uid === 0 && user !== 0 ? USED_BY_ALL_BUT_READERS : USED_BY_OTHERS
  if (user === undefined || (stats.mode & forbidden) === 0) return
  throw new AuditLogError(
    `others may use the private key ${path} (mode ${octalMode(stats)}): make a new key, or chmod 600 ${path} where nobody has read it`,
  )
}

/** @throws {AuditLogError} */
export function checkRegular(path: string, stats: Stats): void {
  if (!stats.isFile()) throw new AuditLogError(`${path} is not a regular file`)
}

/** @throws {AuditLogError} */
export function checkOwner(path: string, stats: Stats, user = thisUser()): void {
  const owner = user === undefined ? undefined : foreignOwner(stats, user)
  if (owner === undefined) return
  throw new AuditLogError(
    `${path} belongs to user ${owner}, and this is user ${user}: every user needs a separate audit log`,
  )
}
