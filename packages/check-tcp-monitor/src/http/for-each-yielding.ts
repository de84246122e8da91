/** Items between two yields to the event loop: at some 10 µs each, a few milliseconds. */
const STRIDE = 250

/** Does the same with many items, and yields to the event loop meanwhile: a check is not to wait for a scrape. */
export async function forEachYielding<T>(
  items: readonly T[],
  work: (item: T) => void,
  stride = STRIDE,
): Promise<void> {
  for (let from = 0; from < items.length; from += stride) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve))
    for (const item of items.slice(from, from + stride)) work(item)
  }
}
