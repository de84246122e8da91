/** A place in a text, both counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

export type PositionOf = (offset: number) => Position

/** Finds line and column of an offset into `text`. */
export function positionsOf(text: string): PositionOf {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    lineStarts.push(at + 1)

  return (offset) => {
    let low = 0
    let high = lineStarts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 }
  }
}
