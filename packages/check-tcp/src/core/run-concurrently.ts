export interface RunConcurrentlyOptions {
  /** How many run at once; finished ones that nobody has taken yet count too, so memory stays flat. */
  readonly limit: number
  /** Hands results out in the order of the items instead of the order in which they finish. */
  readonly ordered: boolean
  /** After an abort no new item is started; those under way are awaited and handed out. */
  readonly signal: AbortSignal
}

/**
 * Runs `run` over items as they come, `limit` at a time, and hands the results out as they are taken.
 *
 * @throws what `run` or the iteration of `items` throws, after the results that came before it
 */
export async function* runConcurrently<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  run: (item: T) => Promise<R>,
  { limit, ordered, signal }: RunConcurrentlyOptions,
): AsyncGenerator<R, void> {
  if (!(limit >= 1)) throw new RangeError(`\`limit\` must be a number from 1, got ${limit}`)
  const finished = new Map<number, R>()
  const wakeFeeder = new Wake()
  const wakeTaker = new Wake()
  let started = 0
  let taken = 0
  let running = 0
  let fed = false
  let stopped = false
  let broken: { readonly error: unknown } | undefined

  const start = async (item: T): Promise<void> => {
    const index = started++
    running++
    try {
      finished.set(index, await run(item))
    } catch (error) {
      broken ??= { error }
    }
    running--
    wakeTaker.up()
  }
  // What waits for a slow one before it may fill three more limits, so that one slow item does not stop the others.
  const roomFor = () =>
    running < limit && (ordered ? started - taken < 4 * limit : finished.size < limit)
  const feed = async (): Promise<void> => {
    try {
      for await (const item of items) {
        while (!roomFor() && !stopped) await wakeFeeder.wait()
        if (stopped || signal.aborted || broken) break
        void start(item)
      }
    } catch (error) {
      broken ??= { error }
    }
    fed = true
    wakeTaker.up()
  }

  const onAbort = () => {
    wakeTaker.up()
    wakeFeeder.up()
  }
  signal.addEventListener('abort', onAbort)
  void feed()
  try {
    for (;;) {
      const index = ordered ? taken : finished.keys().next().value
      if (index !== undefined && finished.has(index)) {
        const result = finished.get(index) as R
        finished.delete(index)
        taken++
        wakeFeeder.up()
        yield result
        continue
      }
      if (running === 0 && (fed || signal.aborted || broken)) break
      await wakeTaker.wait()
      wakeFeeder.up()
    }
    if (broken) throw broken.error
  } finally {
    stopped = true
    wakeFeeder.up()
    signal.removeEventListener('abort', onAbort)
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
