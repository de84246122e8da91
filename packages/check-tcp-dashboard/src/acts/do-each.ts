/** What became of doing the same with each of some. */
interface Outcome<T> {
  readonly done: readonly T[]
  readonly failed: readonly unknown[]
}

/** Requests at once: a browser has six connections for all of a page. */
const AT_ONCE = 4

/** Does the same with each, a few at once, and stops at nothing. */
export async function doEach<In, Out>(
  items: readonly In[],
  act: (item: In) => Promise<Out>,
): Promise<Outcome<Out>> {
  const done: Out[] = []
  const failed: unknown[] = []
  const left = [...items]
  const work = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      try {
        done.push(await act(item))
      } catch (error) {
        failed.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return { done, failed }
}
