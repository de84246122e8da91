/** A line of a text, and the offset that it begins at. */
export interface TextLine {
  readonly text: string
  readonly at: number
}

/** Longer lines are no work of people's hands. */
const LONGEST_LINE = 1_000

/** The lines without comments, empty ones and block scalars, where everything is text. */
export function plainLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = []
  let at = 0
  let blockIndent = Number.POSITIVE_INFINITY
  for (const whole of text.split('\n')) {
    const line = { text: whole.slice(0, LONGEST_LINE).replace(/\r$/, ''), at }
    at += whole.length + 1
    const indent = line.text.search(/\S/)
    if (indent < 0 || line.text[indent] === '#') continue
    if (indent > blockIndent) continue
    const isHeader = /:\s+(?:[&!]\S+\s+)*[|>][-+\d]*\s*(?:#.*)?$/.test(line.text)
    blockIndent = isHeader ? contentColumn(line.text) : Number.POSITIVE_INFINITY
    lines.push(line)
  }
  return lines
}

/** Blanks, then the dashes of list entries: what stands before the content of a line. */
const MARGIN = /^\s*(?:-\s+)*/

/** The column, counted from 0, where the content of a line begins, behind its dashes. */
export function contentColumn(line: string): number {
  return MARGIN.exec(line)?.[0].length ?? 0
}
