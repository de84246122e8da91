import type { Socket } from 'node:net'
import { type Clock, sleep } from '../../../core/clock.js'
import { AuditLogError } from '../../audit-log-error.js'
import type { LogFolder } from '../log-folder.js'
import { Listening, reach, SOCKET_NAME } from './lock-socket.js'

/** A holder that lives and does not let go in this time is stopped, or stuck. */
const LONGEST_WAIT_MS = 10_000

/** A process that has let go at another's wish lets that one in first. */
const COURTESY_MS = 2

/**
 * Lets one process at a time write to a folder.
 *
 * A process that wants the lock listens on a socket in the folder, and has it when nobody listens on any other: of two
 * that listen, at least one finds the other. The kernel ends the listening of a process that dies, however it dies. A
 * connection is a wish for the lock, and its end the answer; nobody polls. The holder keeps the lock until somebody
 * wishes for it. Reasons and alternatives: docs/decisions/audit-log.md.
 */
export class WriterLock {
  readonly #folder: LogFolder
  readonly #clock: Clock
  #held: Listening | undefined
  #isInUse = false
  #hasYielded = false

  constructor(folder: LogFolder, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
  }

  /**
   * Does some work while no other process does. `isFresh` says that others may have written since the last time.
   *
   * @throws {AuditLogError} where the lock is not available
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
    for (const name of this.#folder.names()) {
      if (!SOCKET_NAME.test(name) || name === own) continue
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
    const [, pid = 'unknown'] = SOCKET_NAME.exec(name) ?? []
    return new AuditLogError(
      `the audit log in ${this.#folder.path} is held by process ${pid}, which does not release it`,
    )
  }
}

interface Living {
  readonly name: string
  readonly socket: Socket
}
