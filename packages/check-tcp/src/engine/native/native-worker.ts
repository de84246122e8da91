import type { Worker } from 'node:worker_threads'
import { takeEarlyThread } from './early-thread.js'
import { startEngineThread } from './engine-thread.js'
import type { Syscalls } from './kernel/syscalls.js'
import { type Mailbox, WORKER } from './mailbox.js'
import type { LoopDescriptors } from './thread/connect-loop.js'
import { watchedDescriptors } from './thread/watched-descriptors.js'
import type { WorkerMessage, WorkerOrders } from './worker.js'

/** Why a worker is gone: the errno where the system had no room for it, and words. */
export interface WorkerDeath {
  readonly code: string
  readonly text: string
}

/** Descriptors that a dead worker had under its watch and nobody has closed. */
export type LeftOpen = readonly number[]

interface NativeWorkerEvents {
  /** Outcomes lie in the mailbox. */
  readonly onOutcomes: () => void
  /** The worker has nothing under way and nothing left to close. */
  readonly onParked: () => void
  /** The worker is gone without having been told to. */
  readonly onDeath: (death: WorkerDeath, left: LeftOpen) => void
}

const ONE = new Uint8Array(new BigUint64Array([1n]).buffer)

/** The thread that runs the epoll loop, seen from the engine. It never keeps the process alive while it has nothing to do. */
export class NativeWorker {
  readonly #worker: Worker
  readonly #mailbox: Mailbox
  readonly #syscalls: Syscalls
  readonly #descriptors: LoopDescriptors
  /** Nobody may end it before: see engine-thread.ts. */
  readonly #ready: Promise<void>
  #isReady: () => void = () => {}
  #ended = false
  #released = false
  #keepsProcess = false

  /**
   * @param file the built `worker.js`
   * @param descriptors closed with the worker
   * @throws what Node throws where no thread can be started; the descriptors stay open then
   */
  constructor(
    file: URL,
    mailbox: Mailbox,
    syscalls: Syscalls,
    descriptors: LoopDescriptors,
    events: NativeWorkerEvents,
  ) {
    this.#mailbox = mailbox
    this.#syscalls = syscalls
    this.#descriptors = descriptors
    mailbox.workerState = WORKER.parked
    const thread = takeEarlyThread(file) ?? startEngineThread(file)
    this.#worker = thread.worker
    this.#worker.postMessage({ buffer: mailbox.buffer, descriptors } satisfies WorkerOrders)
    this.#ready = new Promise((resolve) => {
      this.#isReady = resolve
    })
    let death: WorkerDeath = { code: 'UNKNOWN', text: 'the worker of the native engine ended' }
    this.#worker.on('error', (error) => {
      death = deathOf(error)
    })
    this.#worker.on('exit', () => {
      this.#isReady()
      const expected = this.#ended
      const left = this.#release()
      if (!expected) events.onDeath(death, left)
    })
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message === 'ready') {
        this.#isReady()
        return
      }
      events.onOutcomes()
      if (message === 'parked' && this.isParked) {
        this.#keepProcess(false)
        events.onParked()
      }
    })
  }

  get isParked(): boolean {
    return this.#mailbox.workerState === WORKER.parked
  }

  /** Keeps the process alive until the worker is parked: somebody waits for that. */
  hold(): void {
    this.#keepProcess(true)
  }

  /** Makes the worker look at the mailbox, whatever it is doing. */
  wake(): void {
    if (this.#released) return
    this.#keepProcess(true)
    const state = this.#mailbox.wakeWorker()
    if (state === WORKER.sleeping) this.#syscalls.write(this.#descriptors.eventFd, ONE, 8)
    else if (state === WORKER.parked) this.#worker.postMessage('wake')
  }

  /** Ends the thread; what it had under way is closed. */
  async end(): Promise<void> {
    this.#keepProcess(true)
    this.#ended = true
    await this.#ready
    this.#mailbox.stop()
    if (!this.#released) this.#syscalls.write(this.#descriptors.eventFd, ONE, 8)
    await this.#worker.terminate()
    this.#release()
  }

  #keepProcess(keep: boolean): void {
    // A message that was on its way must not let the process go while it waits for the worker's end.
    if (keep === this.#keepsProcess || this.#ended) return
    this.#keepsProcess = keep
    if (keep) this.#worker.ref()
    else this.#worker.unref()
  }

  #release(): LeftOpen {
    if (this.#released) return []
    this.#released = true
    this.#ended = true
    // First, since the list below takes a descriptor to read.
    this.#syscalls.close(this.#descriptors.eventFd)
    const left = watchedDescriptors(this.#descriptors.epfd)
    this.#syscalls.close(this.#descriptors.epfd)
    return left
  }
}

/** Node names the errno of a thread that could not be started in the message alone, with words before it or without. */
export function deathOf(error: unknown): WorkerDeath {
  const message = error instanceof Error ? error.message : String(error)
  const code = /^(?:Worker initialization failure: )?(E[A-Z]+)$/.exec(message)?.[1]
  return { code: code ?? 'UNKNOWN', text: `the worker of the native engine died: ${message}` }
}
