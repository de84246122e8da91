/** Something that is due at a time; the earliest comes first (a binary heap). */
interface Due<T> {
  readonly at: number
  readonly item: T
}

export class DueQueue<T> {
  readonly #heap: Due<T>[] = []

  peek(): Due<T> | undefined {
    return this.#heap[0]
  }

  push(at: number, item: T): void {
    const heap = this.#heap
    const due = { at, item }
    let index = heap.length
    heap.push(due)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent] as Due<T>
      if (above.at <= at) break
      heap[index] = above
      index = parent
    }
    heap[index] = due
  }

  pop(): Due<T> | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && at(heap, child + 1) < at(heap, child)) child++
      if (at(heap, child) >= last.at) break
      heap[index] = heap[child] as Due<T>
      index = child
    }
    heap[index] = last
    return first
  }
}

function at<T>(heap: readonly Due<T>[], index: number): number {
  return (heap[index] as Due<T>).at
}
