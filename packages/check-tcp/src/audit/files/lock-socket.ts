import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, renameSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** The sockets of a lock, by the process that listens. */
export const SOCKET_NAME = /^writer-(\d+)-[0-9a-f]+$/

/** unix(7): `sun_path` has 108 bytes, on other systems 104. */
const LONGEST_PATH = 100

/** A connection to whoever listens on the socket; without one, nobody ever will again. */
export function reach(folder: string, name: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const { path, done } = shortPath(folder, name)
    const socket = connect(path)
    socket.once('connect', () => {
      done()
      resolve(socket)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      done()
      // Its holder let go, or died, while this connection stood in line.
      if (error.code === 'ECONNRESET') return resolve(reach(folder, name))
      // It was given its name when it listened already.
      if (error.code === 'ENOENT') return resolve(undefined)
      if (error.code !== 'ECONNREFUSED') return reject(error)
      unlinkIfThere(join(folder, name))
      resolve(undefined)
    })
  })
}

/** A socket of this process that others can find. */
export class Listening {
  readonly name: string
  readonly #folder: string
  readonly #server: Server
  readonly #wishes = new Set<Socket>()

  /** `undefined` where it was cleared away before it could be found. */
  static async open(folder: string, onWish: () => void): Promise<Listening | undefined> {
    const name = `writer-${process.pid}-${randomBytes(6).toString('hex')}`
    const listening = new Listening(folder, name, onWish)
    // Named so that others see it only once it listens: a socket that refuses is then that of a dead process.
    const draft = `${name}.new`
    await listening.#listen(draft)
    try {
      renameSync(join(folder, draft), join(folder, name))
      return listening
    } catch (error) {
      listening.close()
      if (!existsSync(folder)) throw error
      return undefined
    }
  }

  private constructor(folder: string, name: string, onWish: () => void) {
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
    unlinkIfThere(join(this.#folder, this.name))
    this.#server.close()
    for (const socket of this.#wishes) socket.destroy()
  }

  #listen(draft: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const { path, done } = shortPath(this.#folder, draft)
      this.#server.once('error', (error) => {
        done()
        reject(error)
      })
      this.#server.listen({ path, exclusive: true }, () => {
        done()
        resolve()
      })
    })
  }
}

/** A path that a socket's address has room for: Linux leads there through the folder's descriptor. */
function shortPath(folder: string, name: string): { readonly path: string; done(): void } {
  const path = join(folder, name)
  if (Buffer.byteLength(path) <= LONGEST_PATH || process.platform !== 'linux') {
    return { path, done() {} }
  }
  const fd = openSync(folder, 'r')
  return { path: `/proc/self/fd/${fd}/${name}`, done: () => closeSync(fd) }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
