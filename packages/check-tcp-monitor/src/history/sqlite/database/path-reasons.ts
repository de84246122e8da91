import { closeSync, existsSync, openSync, type Stats, statSync, unlinkSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { isSystemError, systemErrorText } from 'check-tcp/errors'

/**
 * Why a path cannot be used: the system's reason, the user for whom it is so, and what to do.
 *
 * @param error of the system call that failed
 */
function reasonOf(error: unknown, path: string): string {
  if (!isSystemError(error)) return error instanceof Error ? error.message : String(error)
  const reason = `${systemErrorText(error)} (${error.code})`
  const { near, stats } = nearestOf(path)
  const elsewhere = 'name another folder under `directory` of the config'
  switch (error.code) {
    case 'EACCES':
    case 'EPERM': {
      const user = userName()
      const owner = stats ? `, which belongs to ${ownerOf(stats)}` : ''
      return `${reason}: user ${user} may not write to ${near}${owner}; give it to that user (chown ${user} ${near}), or ${elsewhere}`
    }
    case 'ENOTDIR':
    case 'EEXIST':
      return `${reason}: ${near} is not a folder; remove it, or ${elsewhere}`
    case 'EROFS':
      return `${reason}: mount it for writing, or ${elsewhere}`
    case 'ENOSPC':
    case 'EDQUOT':
      return `${reason}: make room there, or ${elsewhere}`
    default:
      return `${reason}, for user ${userName()}: see what ${near} is, or ${elsewhere}`
  }
}

/**
 * Why a database file cannot be opened or written, as the system says it: SQLite itself says no more than that it cannot.
 *
 * @returns undefined where nothing is found
 */
export function whyUnusable(file: string): string | undefined {
  for (const path of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) {
    const error = tryToWrite(path)
    if (error !== undefined) return reasonOf(error, path)
  }
  return undefined
}

/** What comes of opening a file for writing; of one that is not there, of making another beside it. */
function tryToWrite(path: string): unknown {
  try {
    if (existsSync(path)) closeSync(openSync(path, 'r+'))
    else {
      const beside = `${path}.probe-${process.pid}`
      closeSync(openSync(beside, 'wx', 0o600))
      unlinkSync(beside)
    }
    return undefined
  } catch (error) {
    return error
  }
}

/** The path, or what of it there is. */
function nearestOf(path: string): { readonly near: string; readonly stats: Stats | undefined } {
  for (let near = path; ; near = dirname(near)) {
    const stats = statsOf(near)
    if (stats || near === dirname(near)) return { near, stats }
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

function ownerOf({ uid }: Stats): string {
  return uid === 0 ? 'root' : uid === process.getuid?.() ? 'it' : `uid ${uid}`
}

/** A user without an entry in the system's list, as containers have, goes by its number. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`
  }
}
