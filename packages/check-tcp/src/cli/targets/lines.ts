/** Longer than any target can be written; a line without end must not fill the memory. */
const LONGEST_LINE = 4_096

export interface Line {
  readonly number: number
  /** `undefined` for a line that is longer than a target can be. */
  readonly text: string | undefined
}

/** Splits text into its lines as it comes, with flat memory: the lines of each piece together. */
export async function* readLines(
  chunks: AsyncIterable<string | Buffer>,
): AsyncGenerator<Iterable<Line>> {
  const decoder = new TextDecoder()
  const splitter = new LineSplitter()
  for await (const chunk of chunks) {
    yield splitter.split(
      typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }),
    )
  }
  yield splitter.end()
}

class LineSplitter {
  #number = 1
  #rest = ''
  #tooLong = false

  #line(text: string): Line {
    const read = text.endsWith('\r') ? text.slice(0, -1) : text
    const line = { number: this.#number++, text: this.#tooLong ? undefined : read }
    this.#tooLong = false
    return line
  }

  *split(text: string): Generator<Line> {
    const all = this.#rest + text
    let start = 0
    for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', start)) {
      if (end - start > LONGEST_LINE) this.#tooLong = true
      yield this.#line(all.slice(start, end))
      start = end + 1
    }
    this.#rest = all.slice(start)
    if (this.#rest.length > LONGEST_LINE) {
      this.#tooLong = true
      this.#rest = ''
    }
  }

  *end(): Generator<Line> {
    if (this.#rest !== '' || this.#tooLong) yield this.#line(this.#rest)
  }
}
