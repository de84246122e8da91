import { escapeControl } from '../../core/text/escape-control.js'
import type { Brackets } from './brackets.js'
import { conflictMarkers } from './conflict-markers.js'
import { indentationSlips } from './indentation-slips.js'
import type { TextLine } from './plain-lines.js'
import { SLIP_KINDS, type SlipKind } from './slip-kinds.js'
import type { TextSlip } from './text-slip.js'

/** More of them say nothing new. */
const MAX_SLIPS = 1_000

/**
 * Finds what looks like a slip. To be asked where something is wrong with a text, since a text with nothing wrong may
 * have the same looks.
 *
 * @returns every slip with its place, in the order of the text
 */
export function findSlips(lines: readonly TextLine[], { isInside }: Brackets): readonly TextSlip[] {
  // Each line would be one for lack of a space after its colon.
  if (lines.every(({ text }) => /^\S+:\d+\s*$/.test(text))) return []
  const slips = [
    ...conflictMarkers(lines),
    ...indentationSlips(lines).filter(({ at }) => !isInside(at)),
    ...lines.flatMap((line) => slipsOf(line, isInside)),
  ]
  const first = slips.sort((a, b) => a.at - b.at).slice(0, MAX_SLIPS)
  // Words of the file stand in the messages.
  return first.map((slip) => ({ ...slip, message: escapeControl(slip.message) }))
}

/** The first kind of slip that the line has, and every one in braces. */
function slipsOf(line: TextLine, isInside: Brackets['isInside']): readonly TextSlip[] {
  const slips: TextSlip[] = []
  let isFound = false
  for (const kind of SLIP_KINDS) {
    if (isFound && !kind.inFlow) continue
    for (const slip of slipsOfKind(line, kind)) {
      if (kind.inBlock && isInside(slip.at)) continue
      isFound = true
      if (!slips.some(({ at, until }) => slip.at < until && at < slip.until)) slips.push(slip)
    }
  }
  return slips
}

function slipsOfKind(line: TextLine, { pattern, inFlow, certain, message }: SlipKind): TextSlip[] {
  // Most lines have none, and places cost more than a look.
  if (!pattern.test(line.text)) return []
  const matches = [...line.text.matchAll(new RegExp(pattern, 'dg'))]
  return matches.slice(0, inFlow ? matches.length : 1).map((match) => {
    const [from, to] = match.indices?.groups?.at ?? [match.index, match.index]
    const slip = { at: line.at + from, until: line.at + to, message: message(match) }
    return certain ? { ...slip, isCertain: true } : slip
  })
}
