import type { TextLine } from './plain-lines.js'
import { slipAt, type TextSlip } from './text-slip.js'

/** Keys that stand beside the list of tasks. */
const FILE_KEY = /^(defaults|tasks|steps|local_services)\s*:(?:\s|$)/

/** A list and keys beside one another at the left margin, which is neither a list nor a mapping. */
export function mixedRoot(lines: readonly TextLine[]): readonly TextSlip[] {
  const margin = lines.filter(({ text }) => /^(?:-\s|["'\w.]+\s*:)/.test(text))
  return isEntry(margin[0]) ? keysBesideList(margin) : listWithoutKey(lines, margin)
}

function keysBesideList(margin: readonly TextLine[]): readonly TextSlip[] {
  return margin.flatMap((line) => {
    const [, key] = FILE_KEY.exec(line.text) ?? []
    if (key === undefined) return []
    const message = `\`${key}\` cannot stand beside a list; write "tasks:" on a line of its own above the first task`
    return [{ ...slipAt(line, 0), message }]
  })
}

/** The keys are left out then, since the list says more. */
function listWithoutKey(
  lines: readonly TextLine[],
  margin: readonly TextLine[],
): readonly TextSlip[] {
  const at = margin.findIndex(isEntry)
  const dash = margin[at]
  const key = margin[at - 1]
  if (!dash || !key) return []
  const above = lines[lines.indexOf(dash) - 1]
  const isItsKey = above === key && /:\s*(?:[&!]\S+\s*)*(?:#.*)?$/.test(key.text)
  if (isItsKey || lines.some((line) => FILE_LIST.test(line.text))) return []
  const message = 'this list needs a key above it; write "tasks:" on a line of its own above'
  return [{ ...slipAt(dash, 0), message, covers: lines.slice(0, lines.indexOf(dash)) }]
}

/** Where the list has its key, something else is wrong. */
const FILE_LIST = /^(?:tasks|steps)\s*:/

const isEntry = (line: TextLine | undefined) => line !== undefined && /^-\s/.test(line.text)
