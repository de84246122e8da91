import { describe, expect, it } from 'vitest'
import { type Line, readLines } from './lines.js'

async function linesOf(...chunks: (string | Buffer)[]): Promise<Line[]> {
  async function* source() {
    yield* chunks
  }
  const lines: Line[] = []
  for await (const some of readLines(source())) lines.push(...some)
  return lines
}

const texts = (lines: readonly Line[]) => lines.map(({ text }) => text)

describe('readLines', () => {
  it('numbers lines from 1 and takes line ends of both kinds away', async () => {
    expect(await linesOf('a\r\nb\n\nc')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b' },
      { number: 3, text: '' },
      { number: 4, text: 'c' },
    ])
  })

  it('joins what comes in pieces, also of one character', async () => {
    const bytes = Buffer.from('bücher\r\n:80')
    const pieces = [...bytes].map((byte) => Buffer.from([byte]))
    expect(texts(await linesOf(...pieces))).toEqual(['bücher', ':80'])
  })

  it('takes a byte order mark away', async () => {
    expect(texts(await linesOf(Buffer.from('\ufeffa\n')))).toEqual(['a'])
  })

  it('gives no text of a line that is too long, and goes on with the next one', async () => {
    const long = 'x'.repeat(3_000)
    for (const chunks of [[`${long}${long}\nb`], [long, long, long, '\nb']]) {
      expect(await linesOf(...chunks)).toEqual([
        { number: 1, text: undefined },
        { number: 2, text: 'b' },
      ])
    }
    expect(texts(await linesOf(long, long))).toEqual([undefined])
  })
})
