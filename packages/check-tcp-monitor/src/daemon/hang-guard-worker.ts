import { writeSync } from 'node:fs'
import { isMainThread, workerData } from 'node:worker_threads'

/** What the guard's thread is told when it starts. */
export interface HangGuardData {
  /** Shared with the main thread, which counts its beats there: a message would have to be read first. */
  readonly beats: Int32Array
  readonly hangMs: number
  readonly stepMs: number
}

/** Where in `beats` they are counted. */
export const BEATS = 0

const STANDARD_ERROR = 2

function guard({ beats, hangMs, stepMs }: HangGuardData): void {
  let seen = Atomics.load(beats, BEATS)
  let stepsSince = 0
  setInterval(() => {
    const now = Atomics.load(beats, BEATS)
    if (now !== seen) {
      seen = now
      stepsSince = 0
      return
    }
    stepsSince++
    if (stepsSince * stepMs >= hangMs) end(hangMs)
  }, stepMs)
}

function end(hangMs: number): void {
  const time = new Date().toISOString()
  const msg = `the main thread has not answered for ${hangMs / 1_000} s; the process ends`
  try {
    // `process.stderr` of a thread writes through the main thread, which hangs.
    writeSync(STANDARD_ERROR, `${JSON.stringify({ level: 'fatal', time, msg })}\n`)
  } finally {
    // `process.exit` and `process.abort` end a thread only, or do nothing in one.
    process.kill(process.pid, 'SIGABRT')
  }
}

// Given by `HangGuard`, which imports this file for its types and constants too.
if (!isMainThread && isGuardData(workerData)) guard(workerData)

function isGuardData(data: unknown): data is HangGuardData {
  return typeof data === 'object' && data !== null && 'beats' in data && 'hangMs' in data
}
