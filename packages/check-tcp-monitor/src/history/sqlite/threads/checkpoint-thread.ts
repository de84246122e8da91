import type { CheckpointData, CheckpointMethods } from './checkpoint-worker.js'
import { WorkerCalls } from './worker-calls.js'

/** How long it stays when nothing is to be copied; where little is written, that is most of the time. */
const IDLE_MS = 30_000

/** Has the log copied into the database beside those who write and read: a thread that is there only while it is needed. */
export class CheckpointThread {
  readonly #data: CheckpointData
  #calls: WorkerCalls<CheckpointMethods> | undefined
  #underWay: Promise<void> | undefined
  #idle: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(data: CheckpointData) {
    this.#data = data
  }

  /** Copies what can be copied now; one time after the other, and nobody waits for it. */
  run(): void {
    if (this.#isStopped || this.#underWay) return
    clearTimeout(this.#idle)
    this.#calls ??= new WorkerCalls(new URL('./checkpoint-worker.js', import.meta.url), this.#data)
    this.#underWay = this.#calls
      .call('checkpoint')
      // A thread that failed is replaced the next time; until then the writer copies where it has to.
      .catch(() => {
        this.#calls = undefined
      })
      .finally(() => {
        this.#underWay = undefined
        this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref()
      })
  }

  /** Copies nothing more until it starts again. Resolves when its file is closed. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#underWay
    await this.#end()
  }

  start(): void {
    this.#isStopped = false
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle)
    const calls = this.#calls
    this.#calls = undefined
    // One that has failed has nothing to close any more.
    await calls?.call('close').catch(() => undefined)
    await calls?.ended
  }
}
