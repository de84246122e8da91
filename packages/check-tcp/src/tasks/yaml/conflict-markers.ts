import type { TextLine } from './plain-lines.js'
import { slipAt, type TextSlip } from './text-slip.js'

const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/

/** Markers of an unfinished merge. What comes from the other side would be there twice and is left out. */
export function conflictMarkers(lines: readonly TextLine[]): readonly TextSlip[] {
  const marked = [...lines.keys()].filter((at) => MARKER.test(lines[at]?.text ?? ''))
  return marked.flatMap((at, index) => {
    const line = lines[at]
    if (!line) return []
    const message = 'this is a conflict marker of an unfinished merge'
    const isOther = /^[|=]/.test(line.text)
    const end = isOther ? (marked[index + 1] ?? at + 1) : at + 1
    return [{ ...slipAt(line, 0), message, covers: lines.slice(at, end) }]
  })
}
