import { existsSync, lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ForeignWrite, foreignWrite, octalMode } from '../../core/foreign-write.js'
import { AuditLogError } from '../audit-log-error.js'

/** Permission bits. */
const WRITTEN_BY_OTHERS = 0o022
const USED_BY_OTHERS = 0o077
/** A key of root that a service reads through its group. */
const USED_BY_ALL_BUT_READERS = 0o037
const STICKY = 0o1000

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
  const isKeptApart = mayBeSticky && (stats.mode & STICKY) !== 0
  if (isKeptApart || user === undefined || (stats.mode & WRITTEN_BY_OTHERS) === 0) return
  throw new AuditLogError(
    `others may write to the folder ${path} (mode ${octalMode(stats)}), so nothing in it can be trusted: chmod 700 ${path}, or use a folder of your own`,
  )
}

/**
 * For root alone: who owns a folder or a link above, or may write there, can put another in the place of this one, or have
 * one made elsewhere.
 *
 * @param path need not be there yet
 * @throws {AuditLogError} which names the folder
 */
export function checkParents(path: string): void {
  if (thisUser() !== 0) return
  const above = parentsOf(path).filter((parent) => existsSync(parent))
  const real = above.slice(0, 1).map((parent) => realpathSync(parent))
  for (const parent of new Set([...above, ...real, ...real.flatMap(parentsOf)])) {
    for (const stats of [lstatSync(parent), statSync(parent)]) {
      const foreign = foreignWrite(stats, 0)
      if (foreign)
        throw new AuditLogError(
          `${strangerIn(parent, foreign, path)}: root uses no audit log there`,
        )
    }
  }
}

function strangerIn(parent: string, foreign: ForeignWrite, path: string): string {
  return 'owner' in foreign
    ? `${parent} belongs to user ${foreign.owner}, who could replace ${path}`
    : `others may write to ${parent} (mode ${foreign.mode}), and could replace ${path}`
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
  if (user !== undefined && (stats.mode & WRITTEN_BY_OTHERS) !== 0) {
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
export function checkOwner(path: string, { uid }: Stats, user = thisUser()): void {
  if (user === undefined || uid === user || uid === 0) return
  throw new AuditLogError(
    `${path} belongs to user ${uid}, and this is user ${user}: every user needs a separate audit log`,
  )
}

function parentsOf(path: string): readonly string[] {
  const parents: string[] = []
  for (let at = dirname(path); ; at = dirname(at)) {
    parents.push(at)
    if (at === dirname(at)) return parents
  }
}
