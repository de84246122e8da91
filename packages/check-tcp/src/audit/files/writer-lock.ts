import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, renameSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { type Clock, sleep } from '../../core/clock.js'
import { AuditLogError } from '../audit-log-error.js'

/** A holder that lives and does not let go in this time is stopped, or stuck. */
const LONGEST_WAIT_MS = 10_000

/** Whoever has let go at somebody's wish lets them go first. */
const COURTESY_MS = 2

const NAME = /^writer-(\d+)-[0-9a-f]+$/

/** unix(7): `sun_path` has 108 bytes, on other systems 104. */
const LONGEST_PATH = 100

/**
 * Lets one process at a time write to a folder.
 *
 * A process that wants the lock listens on a socket in the folder, and has it when nobody listens on any other: of two
 * that listen, at least one finds the other. The kernel ends the listening of a process that dies, however it dies. A
 * connection is a wish for the lock, and its end the answer; nobody polls. The holder keeps the lock until somebody
 * wishes for it. Reasons and alternatives: docs/decisions/audit-log.md.
 */
export class WriterLock {
  readonly #folder: string
  readonly #clock: Clock
  #held: Listening | undefined
  #isInUse = false
  #hasYielded = false

  constructor(folder: string, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  /**
   * Does some work while no other process does. `isFresh` says that others may have written since the last time.
   *
   * @throws {AuditLogError} where the lock is not to be had
   */
  async run<T>(work: (isFresh: boolean) => Promise<T>): Promise<T> {
    this.#isInUse = true
    const isFresh = this.#held === undefined
    try {
      this.#held ??= await this.#take()
      return await work(isFresh)
    } finally {
      this.#isInUse = false
      if (this.#held?.isWanted) this.release()
    }
  }

  release(): void {
    this.#hasYielded = this.#held?.isWanted ?? false
    this.#held?.close()
    this.#held = undefined
  }

  async #take(): Promise<Listening> {
    const untilMs = this.#clock.monotonicMs() + LONGEST_WAIT_MS
    if (this.#hasYielded) await sleep(this.#clock, COURTESY_MS)
    for (;;) {
      const holder = await this.#livingOther()
      if (holder) {
        await this.#untilGone(holder, untilMs)
        continue
      }
      const listening = await Listening.open(this.#folder, () => this.#onWish())
      const rival = listening && (await this.#livingOther(listening.name))
      if (listening && !rival) return listening
      listening?.close()
      rival?.socket.destroy()
      if (this.#clock.monotonicMs() > untilMs) throw this.#stuck(rival?.name)
      await sleep(this.#clock, Math.random() * COURTESY_MS)
    }
  }

  #onWish(): void {
    if (!this.#isInUse) this.release()
  }

  /** Somebody else who listens, with a connection to them. The sockets of those who have died are cleared away. */
  async #livingOther(own?: string): Promise<Living | undefined> {
    for (const name of readdirSync(this.#folder)) {
      if (!NAME.test(name) || name === own) continue
      const socket = await reach(this.#folder, name)
      if (socket) return { name, socket }
    }
    return undefined
  }

  async #untilGone({ name, socket }: Living, untilMs: number): Promise<void> {
    const gone = new Promise<boolean>((resolve) => socket.once('close', () => resolve(true)))
    const leftMs = untilMs - this.#clock.monotonicMs()
    const over = new AbortController()
    const isGone = await Promise.race([
      gone,
      sleep(this.#clock, leftMs, over.signal).then(() => false),
    ])
    over.abort()
    socket.destroy()
    if (!isGone) throw this.#stuck(name)
  }

  #stuck(name = ''): AuditLogError {
    const [, pid = 'unknown'] = NAME.exec(name) ?? []
    return new AuditLogError(
      `the audit log in ${this.#folder} is held by process ${pid}, which does not let go`,
    )
  }
}

interface Living {
  readonly name: string
  readonly socket: Socket
}

/** A connection to whoever listens on the socket; without one, nobody ever will again. */
function reach(folder: string, name: string): Promise<Socket | undefined> {
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
class Listening {
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
