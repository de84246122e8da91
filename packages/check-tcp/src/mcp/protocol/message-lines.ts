/** A call has some hundred bytes; a line without an end must not fill the memory. */
const LONGEST_MESSAGE = 1_048_576

/** The lines of a stream, one message each; `undefined` for one that is too long. Blank lines are left out. */
export async function* messageLines(
  chunks: AsyncIterable<string | Buffer>,
): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  let isTooLong = false
  for await (const chunk of chunks) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      if (isTooLong || line.length > LONGEST_MESSAGE) yield undefined
      else if (line.trim() !== '') yield line
      isTooLong = false
    }
    if (rest.length <= LONGEST_MESSAGE) continue
    isTooLong = true
    rest = ''
  }
  if (isTooLong) yield undefined
  else if (rest.trim() !== '') yield rest
}
