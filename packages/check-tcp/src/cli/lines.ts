/** Longer than any target can be written; a line without end must not fill the memory. */
const LONGEST_LINE = 4_096

export interface Line {
  readonly number: number
  /** `undefined` for a line that is longer than a target can be. */
  readonly text: string | undefined
}

/** Splits text into its lines as it comes, with flat memory. */
export async function* readLines(chunks: AsyncIterable<string | Buffer>): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let number = 1
  let rest = ''
  let tooLong = false
  const lineOf = (text: string): Line => {
    const line = { number: number++, text: tooLong ? undefined : text.replace(/\r$/, '') }
    tooLong = false
    return line
  }
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    let start = 0
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      if (end - start > LONGEST_LINE) tooLong = true
      yield lineOf(rest.slice(start, end))
      start = end + 1
    }
    rest = rest.slice(start)
    if (rest.length > LONGEST_LINE) {
      tooLong = true
      rest = ''
    }
  }
  if (rest !== '' || tooLong) yield lineOf(rest)
}
