import { type ChildProcess, fork } from 'node:child_process'
import { LOOK_MS } from '../../core/config/notice-wait.js'
import type { Clock } from '../../core/time/clock.js'
import type { Evidence } from '../../core/wire/evidence.js'
import type { FromLooking, LookRequest, LookSettings, ToLooking } from './look-messages.js'

/** To start, and to answer, milliseconds. */
const GRACE_MS = 20_000

/** Another outage may follow soon; after this it is worth its memory no more, milliseconds. */
const IDLE_MS = 60_000

interface LookProcessOptions {
  readonly settings: LookSettings
  readonly clock: Clock
  readonly onWarning: (text: string) => void
}

interface Waiting {
  readonly resolve: (evidence: Evidence) => void
  readonly reject: (error: Error) => void
}

/**
 * Looks at targets in a process of its own: a look starts programs and reads long lists, and checks are not to wait for
 * that. Its priority is that of the monitor: on a busy machine a lower one would leave it no time within its deadline. It is
 * started for the first look, and ends when there was none for a while, or with this process.
 */
export class LookProcess {
  readonly #options: LookProcessOptions
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | undefined
  #cancelIdle: (() => void) | undefined
  #last = 0

  constructor(options: LookProcessOptions) {
    this.#options = options
  }

  /** Of the process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** @throws {Error} (as a rejection) where nobody could look, with why */
  async look(request: LookRequest, signal: AbortSignal): Promise<Evidence> {
    this.#cancelIdle?.()
    const child = this.#started()
    const id = ++this.#last
    const found = new Promise<Evidence>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
    const cancel = () => tell(child, { kind: 'cancel', id })
    signal.addEventListener('abort', cancel)
    tell(child, { kind: 'look', id, request })
    // It keeps its time by itself; where it does not, something is wrong with it.
    const cancelTimer = this.#options.clock.setTimer(LOOK_MS + GRACE_MS, () =>
      child.kill('SIGKILL'),
    )
    try {
      return await found
    } finally {
      cancelTimer()
      signal.removeEventListener('abort', cancel)
      this.#waiting.delete(id)
      if (this.#waiting.size === 0) this.#endSoon()
    }
  }

  /** Ends it; resolves when it has given everything back. */
  async close(): Promise<void> {
    this.#cancelIdle?.()
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.connected) child.disconnect()
    await ended
  }

  #started(): ChildProcess {
    if (this.#child?.connected) return this.#child
    const child = fork(new URL('./look-worker.js', import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    child.on('message', (message: FromLooking) => this.#take(message))
    child.once('error', (error) => this.#fail(child, error))
    child.once('exit', () => this.#fail(child, new Error('the process that looks has ended')))
    tell(child, { kind: 'settings', settings: this.#options.settings })
    return child
  }

  #take(message: FromLooking): void {
    switch (message.kind) {
      case 'found':
        this.#waiting.get(message.id)?.resolve(message.evidence)
        break
      case 'failed':
        this.#waiting.get(message.id)?.reject(new Error(message.because))
        break
      case 'warning':
        this.#options.onWarning(message.text)
        break
      default:
        message satisfies never
    }
  }

  #fail(child: ChildProcess, error: Error): void {
    if (this.#child !== child) return
    this.#child = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
  }

  #endSoon(): void {
    this.#cancelIdle = this.#options.clock.setTimer(IDLE_MS, () => void this.close())
  }
}

/** What is sent to a process that has just ended is told by its end. */
function tell(child: ChildProcess, message: ToLooking): void {
  if (child.connected) child.send(message, () => {})
}
