import { onAbort } from './abort.js'

interface RunConcurrentlyOptions<T> {
  /**
   * How many run at once, asked again each time; finished ones that nobody has taken yet count too, so memory stays flat.
   */
  readonly limit: () => number
  /** Of some items fewer run at once; the next of them holds up those behind it. */
  readonly narrow?: NarrowLimit<T> | undefined
  /** Hands results out in the order of the items instead of the order in which they finish. */
  readonly ordered: boolean
  /** After an abort no new item is started; those under way are awaited and handed out. */
  readonly signal: AbortSignal
}

/** A limit for some of the items. */
export interface NarrowLimit<T> {
  readonly limit: number
  holdsFor(item: T): boolean
}

/** Items as they come, several at once: turn by turn would cost more than many an item's work. */
type Batches<T> = Iterable<Iterable<T>> | AsyncIterable<Iterable<T>>

/** How many times the limit may wait behind a slow one before it, or for their results to be let out. */
const WAITING_LIMITS = 4

/**
 * Runs `run` over items as they come, `limit` at a time, and hands out what has finished since the last time as it is
 * taken. `run` may call `releaseSlot` when only its result is still to come, so that another can start.
 *
 * @throws what `run` or the iteration of `batches` throws, after the results that came before it
 */
export async function* runConcurrently<T, R>(
  batches: Batches<T>,
  run: (item: T, releaseSlot: () => void) => Promise<R>,
  { limit, narrow, ordered, signal }: RunConcurrentlyOptions<T>,
): AsyncGenerator<readonly R[], void> {
  if (!(limit() >= 1)) throw new RangeError(`\`limit\` must be a number from 1, got ${limit()}`)
  const finished: Finished<R> = ordered ? new InOrder() : new AsTheyCome()
  const wakeFeeder = new Wake()
  const wakeTaker = new Wake()
  let started = 0
  let taken = 0
  let running = 0
  let narrowRunning = 0
  let unfinished = 0
  let fed = false
  let stopped = false
  let broken: { readonly error: unknown } | undefined

  const start = (item: T) => {
    const index = started++
    running++
    unfinished++
    const isNarrow = narrow?.holdsFor(item) ?? false
    if (isNarrow) narrowRunning++
    let isUnderWay = true
    const releaseSlot = () => {
      if (!isUnderWay) return
      isUnderWay = false
      running--
      if (isNarrow) narrowRunning--
      wakeFeeder.up()
    }
    const end = () => {
      unfinished--
      releaseSlot()
      wakeTaker.up()
    }
    run(item, releaseSlot).then(
      (result) => {
        finished.add(index, result)
        end()
      },
      (error: unknown) => {
        broken ??= { error }
        end()
      },
    )
  }
  const isTooFarAhead = () =>
    ordered
      ? started - taken >= WAITING_LIMITS * limit()
      : finished.size >= limit() || unfinished >= WAITING_LIMITS * limit()
  const hasRoom = (item: T) =>
    running < limit() &&
    !(narrow && narrowRunning >= narrow.limit && narrow.holdsFor(item)) &&
    !isTooFarAhead()
  const isOver = () => stopped || signal.aborted || broken !== undefined
  const feed = async (): Promise<void> => {
    try {
      for await (const batch of batches) {
        for (const item of batch) {
          while (!hasRoom(item) && !isOver()) await wakeFeeder.wait()
          if (isOver()) return
          start(item)
        }
      }
    } catch (error) {
      broken ??= { error }
    } finally {
      fed = true
      wakeTaker.up()
    }
  }

  const takeBack = onAbort(signal, () => {
    wakeTaker.up()
    wakeFeeder.up()
  })
  void feed()
  try {
    for (;;) {
      const results = finished.take()
      if (results.length > 0) {
        taken += results.length
        wakeFeeder.up()
        yield results
        continue
      }
      if (unfinished === 0 && (fed || signal.aborted || broken)) break
      await wakeTaker.wait()
    }
    if (broken) throw broken.error
  } finally {
    stopped = true
    wakeFeeder.up()
    takeBack()
  }
}

/** Results that nobody has taken yet. */
interface Finished<R> {
  readonly size: number
  add(index: number, result: R): void
  /** Those that may be handed out now. */
  take(): readonly R[]
}

class AsTheyCome<R> implements Finished<R> {
  #results: R[] = []

  get size(): number {
    return this.#results.length
  }

  add(_index: number, result: R): void {
    this.#results.push(result)
  }

  take(): readonly R[] {
    const results = this.#results
    if (results.length > 0) this.#results = []
    return results
  }
}

class InOrder<R> implements Finished<R> {
  readonly #results = new Map<number, R>()
  #next = 0

  get size(): number {
    return this.#results.size
  }

  add(index: number, result: R): void {
    this.#results.set(index, result)
  }

  take(): readonly R[] {
    const results: R[] = []
    for (;;) {
      const result = this.#results.get(this.#next)
      if (result === undefined && !this.#results.has(this.#next)) return results
      this.#results.delete(this.#next++)
      results.push(result as R)
    }
  }
}

/** Lets one side wait until the other has news. */
class Wake {
  #resolve: (() => void) | undefined
  #pending = false

  up(): void {
    this.#pending = true
    this.#resolve?.()
    this.#resolve = undefined
  }

  async wait(): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve
      })
    }
    this.#pending = false
  }
}
