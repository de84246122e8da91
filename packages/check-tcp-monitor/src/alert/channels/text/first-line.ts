/** Bytes; what comes after them is read and forgotten, so that a program that says much does not wait for a reader. */
const MAX_KEPT = 4_096

/** The first line that is not empty of what a program says, however much that is. */
export class FirstLine {
  #kept = Buffer.alloc(0)

  add(chunk: Buffer): void {
    if (this.#kept.length < MAX_KEPT) this.#kept = Buffer.concat([this.#kept, chunk])
  }

  get text(): string {
    const lines = this.#kept.subarray(0, MAX_KEPT).toString().split('\n')
    return lines.map((line) => line.trim()).find((line) => line !== '') ?? ''
  }
}
