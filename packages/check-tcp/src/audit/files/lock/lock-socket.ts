import { randomBytes } from 'node:crypto'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { AuditLogError } from '../../audit-log-error.js'
import type { LogFolder } from '../log-folder.js'
import { checkOwner } from '../safe-to-use.js'

/** The sockets of a lock, by the process that listens. */
export const SOCKET_NAME = /^writer-(\d+)-[0-9a-f]+$/

/**
 * A connection to the process that listens on the socket; without one, nobody ever will again.
 *
 * @throws {AuditLogError} for something else by that name, or of somebody else
 */
export function reach(folder: LogFolder, name: string): Promise<Socket | undefined> {
  const stats = folder.stat(name)
  if (!stats) return Promise.resolve(undefined)
  const path = join(folder.path, name)
  checkOwner(path, stats)
  if (!stats.isSocket()) throw new AuditLogError(`${path} is no socket: find out who put it there`)
  return new Promise((resolve, reject) => {
    const socket = connect(folder.at(name))
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Its holder let go, or died, while this connection stood in line.
      if (error.code === 'ECONNRESET') return resolve(reach(folder, name))
      // It was given its name when it listened already.
      if (error.code === 'ENOENT') return resolve(undefined)
      if (error.code !== 'ECONNREFUSED') return reject(error)
      folder.remove(name)
      resolve(undefined)
    })
  })
}

/** A socket of this process that others can find. */
export class Listening {
  readonly name: string
  readonly #folder: LogFolder
  readonly #server: Server
  readonly #wishes = new Set<Socket>()

  /** `undefined` where it was cleared away before it could be found. */
  static async open(folder: LogFolder, onWish: () => void): Promise<Listening | undefined> {
    const name = `writer-${process.pid}-${randomBytes(6).toString('hex')}`
    const listening = new Listening(folder, name, onWish)
    // Named so that others see it only once it listens: a socket that refuses is then that of a dead process.
    const draft = `${name}.new`
    await listening.#listen(draft)
    try {
      folder.rename(draft, name)
      return listening
    } catch (error) {
      listening.close()
      if (!folder.isStillThere()) throw error
      return undefined
    }
  }

  private constructor(folder: LogFolder, name: string, onWish: () => void) {
    this.#folder = folder
    this.name = name
    this.#server = createServer((socket) => {
      socket.on('error', () => {})
      socket.on('close', () => this.#wishes.delete(socket))
      this.#wishes.add(socket)
      socket.unref().resume()
      onWish()
    })
    this.#server.unref()
  }

  get isWanted(): boolean {
    return this.#wishes.size > 0
  }

  close(): void {
    this.#folder.remove(this.name)
    this.#server.close()
    for (const socket of this.#wishes) socket.destroy()
  }

  #listen(draft: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => reject(this.#folder.inWords(draft, error)))
      this.#server.listen({ path: this.#folder.at(draft), exclusive: true }, resolve)
    })
  }
}
