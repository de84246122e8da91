import { once } from 'node:events'
import { type MessagePort, Worker } from 'node:worker_threads'
import { StoreError, type StoreErrorCode } from '../../../core/store/store-error.js'
import { toStoreError } from '../database/store-failure.js'

/** What a thread answers to, by name. Arguments and answers are copied from one thread to the other. */
export type Methods = Readonly<Record<string, (...args: never[]) => unknown>>

interface Call {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}

/** A StoreError as it crosses threads, where an error loses its class and code. */
export interface Failure {
  readonly code: StoreErrorCode
  readonly message: string
}

type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure }

interface PendingCall {
  resolve(value: unknown): void
  reject(error: StoreError): void
}

export function toFailure(error: StoreError): Failure {
  return { code: error.code, message: error.message }
}

export function fromFailure({ code, message }: Failure): StoreError {
  return new StoreError(code, message)
}

/** What a thread makes is short-lived: with the 48 MB of V8, it would take that much before it looks what it can free. */
const YOUNG_MB = 6

/** Calls methods of another thread. */
export class WorkerCalls<M extends Methods> {
  readonly #worker: Worker
  readonly #pending = new Map<number, PendingCall>()
  readonly #ended: Promise<unknown>
  /** Resolves, with why, when the thread has ended though nobody has called `close`. */
  readonly died: Promise<StoreError>
  #closing = false
  #nextId = 0
  #problem: StoreError | undefined

  constructor(script: URL, workerData: unknown) {
    // Flags of the process may be such as are not for a file (`--input-type`, `--eval`).
    this.#worker = new Worker(script, {
      ...{ workerData, execArgv: [] },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    this.#ended = once(this.#worker, 'exit').catch(() => undefined)
    this.#worker.on('message', (answer: Answer) => this.#answered(answer))
    this.#worker.on('error', (error) => this.#failed(toStoreError(error, 'the history has failed')))
    this.died = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        const error = this.#failed(new StoreError('STORE_CLOSED', 'the history is closed'))
        if (!this.#closing) resolve(error)
      })
    })
  }

  /** @throws {StoreError} (as a rejection) what the method has thrown, or that the thread has ended */
  call<N extends keyof M & string>(
    name: N,
    ...args: Parameters<M[N]>
  ): Promise<Awaited<ReturnType<M[N]>>> {
    if (name === 'close') this.#closing = true
    const problem = this.#problem
    if (problem) return Promise.reject(problem)
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      // The thread answers with what the method of this name gives.
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.#worker.postMessage({ id, name, args } satisfies Call)
    })
  }

  /** Resolves when the thread has ended, which it does by itself once it is told to close. */
  get ended(): Promise<unknown> {
    return this.#ended
  }

  #answered(answer: Answer): void {
    const pending = this.#pending.get(answer.id)
    this.#pending.delete(answer.id)
    if ('failure' in answer) pending?.reject(fromFailure(answer.failure))
    else pending?.resolve(answer.value)
  }

  #failed(error: StoreError): StoreError {
    this.#problem ??= error
    for (const { reject } of this.#pending.values()) reject(this.#problem)
    this.#pending.clear()
    return this.#problem
  }
}

/** Answers calls until the port is closed. */
export function answerCalls(port: MessagePort, methods: Methods): void {
  port.on('message', async ({ id, name, args }: Call) => {
    let answer: Answer
    try {
      const method = methods[name]
      if (!method) throw new Error(`there is no method ${name}`)
      answer = { id, value: await method(...(args as never[])) }
    } catch (error) {
      answer = { id, failure: toFailure(toStoreError(error, 'cannot serve')) }
    }
    port.postMessage(answer)
    if (name === 'close') port.close()
  })
}
