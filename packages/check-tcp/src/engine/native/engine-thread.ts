import { Worker } from 'node:worker_threads'

/** The thread of an engine, which gets its memory and descriptors by its first message. */
export interface EngineThread {
  readonly worker: Worker
  readonly file: string
}

/** Far longer than any thread loads. */
const MAX_LOADING_MS = 2_000

/** 1 in the first place: the thread has loaded. */
const threads = new Set<Int32Array>()
let isWatching = false

/**
 * Starts the thread that `worker.ts` describes. It does not keep the process alive.
 *
 * @param file the built `worker.js`
 * @throws what Node throws where no thread can be started
 */
export function startEngineThread(file: URL): EngineThread {
  const loaded = new Int32Array(new SharedArrayBuffer(4))
  const name = 'check-tcp native engine'
  const worker = new Worker(file, { workerData: loaded, execArgv: [], name })
  holdWhileLoading(worker, loaded)
  // Its user listens to its errors; until then they are nobody's.
  worker.on('error', () => {})
  worker.unref()
  return { worker, file: file.href }
}

/**
 * Holds the process's end up until the thread has loaded: one that is ended while it loads koffi takes the whole process
 * with it.
 */
function holdWhileLoading(worker: Worker, loaded: Int32Array): void {
  threads.add(loaded)
  worker.once('exit', () => threads.delete(loaded))
  if (isWatching) return
  isWatching = true
  process.on('exit', () => {
    for (const one of threads) Atomics.wait(one, 0, 0, MAX_LOADING_MS)
  })
}
