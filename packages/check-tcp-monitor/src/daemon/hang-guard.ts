import { Worker } from 'node:worker_threads'
import { BEATS, type HangGuardData } from './hang-guard-worker.js'

interface HangGuardOptions {
  /** How often the main thread shows that it lives. @default 5,000 */
  readonly beatEveryMs?: number
  /** For how long no beat may come, counted in time for which the guard itself was running. @default 60,000 */
  readonly hangMs?: number
  /** The guard counts in steps of this. @default 1,000 */
  readonly stepMs?: number
  /** The guard itself has ended; the process goes on without one. */
  readonly onProblem?: (error: Error) => void
}

const BEAT_EVERY_MS = 5_000

/** Much longer than anything that the monitor does in one go: reading 100,000 checks takes seconds. */
const HANG_MS = 60_000
const STEP_MS = 1_000

/**
 * Ends a process whose main thread hangs, so that the service manager restarts it: a thread waits for beats of the
 * main thread, and when none came for `hangMs` it writes one line to standard error and sends the process SIGABRT.
 *
 * It counts its own steps and asks no clock. Where the machine sleeps or the whole process is stopped, it stands still
 * itself, and nothing of that time counts.
 */
export class HangGuard {
  readonly #worker: Worker
  readonly #timer: NodeJS.Timeout

  constructor(options: HangGuardOptions = {}) {
    const { beatEveryMs = BEAT_EVERY_MS, hangMs = HANG_MS, stepMs = STEP_MS, onProblem } = options
    const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const workerData: HangGuardData = { beats, hangMs, stepMs }
    this.#worker = new Worker(new URL('./hang-guard-worker.js', import.meta.url), {
      workerData,
      execArgv: [],
      name: 'check-tcp hang guard',
    })
    this.#worker.on('error', (error) => onProblem?.(error))
    this.#worker.unref()
    this.#timer = setInterval(() => Atomics.add(beats, BEATS, 1), beatEveryMs)
    this.#timer.unref()
  }

  /** Ends the guard; nothing watches the process any more. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#worker.terminate()
  }
}
