import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  isSystemError,
  systemErrorText,
  unlessErrno,
} from '../../core/failure/system-error-text.js'
import { AuditLogError } from '../audit-log-error.js'
import {
  checkFile,
  checkFolder,
  checkParents,
  checkPrivate,
  checkRegular,
  thisUser,
} from './safe-to-use.js'
import { writeAll } from './write-all.js'

/** `write`: of an audit log that is written. `key`: of a private key alone. `read`: of one that is only read, by anybody who may. */
export type FolderUse = 'write' | 'key' | 'read'

/** A link is not followed, and a pipe is not waited for. */
const SAFELY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

const CREATED = constants.O_CREAT | constants.O_EXCL

const OF_FOLDER = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** Far more than a checkpoint, a key or the gaps are. */
const LARGEST_SMALL_FILE = 1_048_576

/** Of files, and of the sockets of the writer's lock. */
const DRAFT = /^(.+\.[0-9a-f]{16}|writer-\d+-[0-9a-f]+)\.new$/

/**
 * A folder that was opened once, and the only way to its files: whatever its path leads to later, they are those of this
 * folder. Nothing is reached through a link, and what is written is this user's.
 */
export class LogFolder {
  readonly path: string
  readonly #use: FolderUse
  readonly #fd: number
  readonly #base: string

  /** @throws {AuditLogError} for a folder that is not to be trusted, or what the file system says */
  static open(path: string, use: FolderUse): LogFolder {
    const whole = resolve(path)
    const fd = openFolder(whole)
    try {
      if (use !== 'read') {
        checkFolder(whole, fstatSync(fd), { mayBeSticky: use === 'key' })
        checkParents(whole)
      }
      return new LogFolder(whole, use, fd)
    } catch (error) {
      closeSync(fd)
      throw error
    }
  }

  private constructor(path: string, use: FolderUse, fd: number) {
    this.path = path
    this.#use = use
    this.#fd = fd
    // Linux alone has it.
    const own = `/proc/self/fd/${fd}`
    this.#base = existsSync(own) ? own : path
  }

  /** Does its path still lead to it? */
  isStillThere(): boolean {
    try {
      const { dev, ino } = lstatSync(this.path)
      const own = fstatSync(this.#fd)
      return dev === own.dev && ino === own.ino
    } catch {
      return false
    }
  }

  /** What a system call takes for a file of it. */
  at(name: string): string {
    return join(this.#base, name)
  }

  names(): readonly string[] {
    return this.#told('', () => readdirSync(`${this.#base}/.`).sort())
  }

  has(name: string): boolean {
    return this.stat(name) !== undefined
  }

  /** Of the file itself, if it is a link too; `undefined` where there is none. */
  stat(name: string): Stats | undefined {
    return this.#told(name, () => unlessErrno('ENOENT', () => lstatSync(this.at(name))))
  }

  /**
   * Opens a file that is there.
   *
   * @param flags of open(2)
   * @throws {AuditLogError} where it is not to be trusted, or what the file system says
   */
  async open(name: string, flags: number = constants.O_RDONLY): Promise<FileHandle> {
    const file = await this.#opened(name, flags)
    try {
      this.#check(name, await file.stat())
      return file
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Creates a file that is not there yet, and its name outlasts a crash. */
  async create(name: string, flags: number): Promise<FileHandle> {
    const file = await this.#opened(name, flags | CREATED)
    await this.sync()
    return file
  }

  /** All of a file; `undefined` where there is none. @throws as `open` does */
  read(name: string, maxBytes = LARGEST_SMALL_FILE): Buffer | undefined {
    return this.#read(name, maxBytes, () => {})
  }

  /** All of a file that only its owner may read. */
  readPrivate(name: string): Buffer | undefined {
    return this.#read(name, LARGEST_SMALL_FILE, checkPrivate)
  }

  /** Puts a file in the place of another: after a crash the old one or the new one is there, and whole. */
  async replace(name: string, content: string | Uint8Array): Promise<void> {
    const draft = `${name}.${randomBytes(8).toString('hex')}.new`
    const file = await this.#opened(draft, constants.O_WRONLY | CREATED)
    try {
      await writeAll(file, Buffer.from(content), 0)
      await file.sync()
      this.rename(draft, name)
    } catch (error) {
      this.remove(draft)
      throw error
    } finally {
      await file.close()
    }
  }

  /** Removes what writers that died left half-made. The caller has the writer's lock. */
  removeDrafts(): void {
    for (const name of this.names()) if (DRAFT.test(name)) this.remove(name)
  }

  /** A file that is not there is fine. */
  remove(name: string): void {
    this.#told(name, () => unlessErrno('ENOENT', () => unlinkSync(this.at(name))))
  }

  rename(from: string, to: string): void {
    this.#told(to, () => renameSync(this.at(from), this.at(to)))
  }

  /** Makes what was created, renamed or removed in it outlast a crash: fsync(2) of a file says nothing of its name. */
  async sync(): Promise<void> {
    const folder = await open(`${this.#base}/.`, constants.O_RDONLY)
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }

  close(): void {
    closeSync(this.#fd)
  }

  async #opened(name: string, flags: number): Promise<FileHandle> {
    try {
      return await open(this.at(name), flags | SAFELY, 0o600)
    } catch (error) {
      throw this.inWords(name, error)
    }
  }

  #read(
    name: string,
    maxBytes: number,
    check: (path: string, stats: Stats) => void,
  ): Buffer | undefined {
    const path = join(this.path, name)
    const fd = this.#told(name, () =>
      unlessErrno('ENOENT', () => openSync(this.at(name), constants.O_RDONLY | SAFELY)),
    )
    if (fd === undefined) return undefined
    try {
      const stats = fstatSync(fd)
      this.#check(name, stats)
      check(path, stats)
      if (stats.size > maxBytes) {
        throw new AuditLogError(`${path} has ${stats.size} bytes, far more than it ever needs`)
      }
      return readFileSync(fd)
    } finally {
      closeSync(fd)
    }
  }

  #check(name: string, stats: Stats): void {
    const path = join(this.path, name)
    if (this.#use === 'read') checkRegular(path, stats)
    else checkFile(path, stats)
  }

  #told<T>(name: string, call: () => T): T {
    try {
      return call()
    } catch (error) {
      throw this.inWords(name, error)
    }
  }

  /** What a system call says of a file of it, for people: they know it by its path. */
  inWords(name: string, error: unknown): unknown {
    if (!isSystemError(error)) return error
    const path = join(this.path, name)
    const cause = { cause: error }
    switch (error.code) {
      case 'ELOOP':
        return new AuditLogError(
          `${path} is a symbolic link, which an audit log never makes: find out who put it there`,
          cause,
        )
      case 'ENXIO':
        return new AuditLogError(`${path} is not a regular file`, cause)
      case 'EACCES':
      case 'EPERM': {
        const what = this.#use === 'read' ? 'read' : 'use'
        return new AuditLogError(
          `user ${userName()} may not ${what} ${path}: ${systemErrorText(error)}`,
          cause,
        )
      }
      default:
        error.message = error.message.replaceAll(this.#base, this.path)
        return error
    }
  }
}

function openFolder(path: string): number {
  try {
    return openSync(path, OF_FOLDER)
  } catch (error) {
    throw folderInWords(path, error)
  }
}

/** What a system call says of a folder that it does not open, for people. */
export function folderInWords(path: string, error: unknown): unknown {
  if (!isSystemError(error)) return error
  const cause = { cause: error }
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return new AuditLogError(
      `user ${userName()} may not look into ${path}: ${systemErrorText(error)}`,
      cause,
    )
  }
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (!stats?.isSymbolicLink()) return error
  return new AuditLogError(
    `${path} is a symbolic link: name the folder itself, so that nobody can replace it`,
    cause,
  )
}

function userName(): string {
  return String(thisUser() ?? 'unknown')
}
