import { lstatSync, mkdirSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, resolve } from 'node:path'
import { CheckTcpError } from './errors/check-tcp-error.js'
import { isSystemError, systemErrorText, unlessErrno } from './failure/system-error-text.js'

/** A part that disappears again and again while it is being made is somebody's doing. */
const MAX_TRIES = 5

/** Thrown where a directory cannot be made; says which part of the path failed, and why. */
export class MakeDirectoryError extends CheckTcpError {
  override readonly name = 'MakeDirectoryError'
  readonly code = 'MAKE_DIRECTORY'
  /** The errno of the call that failed, such as `EACCES`. */
  readonly systemCode: string
  /** The part of the path that could not be made. */
  readonly path: string

  constructor(directory: string, path: string, why: string, cause: NodeJS.ErrnoException) {
    super(`cannot make the directory ${directory}: ${why}`, { cause })
    this.systemCode = cause.code ?? 'UNKNOWN'
    this.path = path
  }
}

/**
 * Makes a directory and those above it that are missing. One that is there is left as it is.
 *
 * Node's own `recursive: true` goes round for ever where mkdir(2) says ENOENT below a directory that is there, as it
 * does in a mount whose source was removed, in `/proc` and behind a link to nowhere; this comes to an end.
 *
 * @param directory its path, relative to the working directory where it does not begin with `/`
 * @param mode permissions of each directory that is made, less the process's umask
 * @throws {MakeDirectoryError}
 */
export function makeDirectory(directory: string, mode = 0o777): void {
  const path = resolve(directory)
  for (let tries = 1; ; tries++) {
    try {
      makeMissing(path, mode)
      return
    } catch (error) {
      if (!isSystemError(error)) throw error
      const at = error.path ?? path
      // Somebody may have removed what was there a moment ago.
      const isGone = error.code === 'ENOENT' && !exists(dirname(at)) && !isLink(dirname(at))
      if (isGone && tries < MAX_TRIES) continue
      throw new MakeDirectoryError(directory, at, explain(at, error), error)
    }
  }
}

/** From the outermost part that is missing inwards. */
function makeMissing(path: string, mode: number): void {
  const missing: string[] = []
  for (let at = path; !exists(at); at = dirname(at)) {
    missing.push(at)
    // A link to nowhere is there, and nothing can be made through it.
    if (isLink(at) || at === dirname(at)) break
  }
  // What is there is looked at as well: it may be a file.
  for (const at of missing.length > 0 ? missing.reverse() : [path]) makeOne(at, mode)
}

function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    if (!isSystemError(error) || error.code !== 'EEXIST' || !isDirectory(path)) throw error
  }
}

function explain(at: string, error: NodeJS.ErrnoException): string {
  const parent = dirname(at)
  switch (error.code) {
    case 'ENOENT':
      return `${parent} is there, but nothing can be made in it (is it a mount whose source was removed?)`
    case 'EEXIST':
      if (isLink(at)) return `${at} is a symbolic link to ${readlinkSync(at)}, which does not exist`
      return `${at} is there and is not a directory`
    case 'ENOTDIR':
      return `${parent} is not a directory`
    case 'EACCES':
    case 'EPERM':
      return error.syscall === 'mkdir'
        ? `${userName()} may not write to ${parent} (${systemErrorText(error)})`
        : `${userName()} may not look into ${parent} (${systemErrorText(error)})`
    default:
      return `${at}: ${systemErrorText(error)}`
  }
}

function userName(): string {
  try {
    return `user ${userInfo().username}`
  } catch {
    // A container may run under a number that no user has.
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}

function exists(path: string): boolean {
  return statOf(path, statSync) !== undefined
}

function isDirectory(path: string): boolean {
  return statOf(path, statSync)?.isDirectory() ?? false
}

function isLink(path: string): boolean {
  return statOf(path, lstatSync)?.isSymbolicLink() ?? false
}

/** `undefined` where there is nothing by this path. */
function statOf(path: string, stat: (path: string) => Stats): Stats | undefined {
  return unlessErrno(['ENOENT', 'ENOTDIR'], () => stat(path))
}
