import { lostIndentation } from './lost-indentation.js'
import { misalignedEntries } from './misaligned-entries.js'
import { mixedRoot } from './mixed-root.js'
import type { TextLine } from './plain-lines.js'
import { slipAt, type TextSlip } from './text-slip.js'

/**
 * Finds lines that begin in the wrong column: tabs, an entry whose keys have lost their indentation (as a web page loses
 * it), keys further in or out than those above them.
 */
export function indentationSlips(lines: readonly TextLine[]): readonly TextSlip[] {
  const lost = lostIndentation(lines)
  const others = [...tabs(lines), ...lost]
  const explained = new Set(others.flatMap(({ covers }) => covers ?? []))
  const rest = lines.filter((line) => !explained.has(line))
  return [...others, ...mixedRoot(rest), ...misalignedEntries(rest), ...wrongColumns(rest)]
}

function tabs(lines: readonly TextLine[]): readonly TextSlip[] {
  const indented = lines.filter(({ text }) => /^ *\t/.test(text))
  const [first] = indented
  if (!first) return []
  const { length } = indented
  const more = length > 1 ? `, on this line and ${length - 1} more` : ''
  return [
    {
      ...slipAt(first, first.text.indexOf('\t')),
      message: `indent with spaces: YAML does not allow tabs${more}`,
      covers: indented,
    },
  ]
}

/** A key below `key: value` begins in the column of that key, or further out where an outer mapping goes on. */
function wrongColumns(lines: readonly TextLine[]): readonly TextSlip[] {
  const slips: TextSlip[] = []
  /** The columns of the mappings that are open, from the outside in. */
  let columns: number[] = []
  let above: { readonly column: number; readonly hasValue: boolean } | undefined
  for (const line of lines) {
    const parts = /^(\s*)((?:- +)*)("?[\w.-]+"?):(?:\s+(.*))?$/.exec(line.text)
    if (!parts || /[{[]/.test(parts[4] ?? '')) {
      above = undefined
      if (!parts) columns = []
      continue
    }
    const [, blanks = '', dashes = '', , value = ''] = parts
    const column = blanks.length + dashes.length
    const isEntry = dashes !== ''
    if (!isEntry && above?.hasValue && column > above.column) {
      slips.push({
        ...slipAt(line, column),
        message: `this line is indented further than the one above, which already has a value; start it in column ${above.column + 1}`,
      })
      columns = [...columns, column]
      above = { column, hasValue: hasOwnValue(value) }
      continue
    }
    const outer = columns.filter((one) => one <= column)
    const isNew = isEntry || above === undefined || column > above.column
    if (!isNew && outer.at(-1) !== column) {
      const wanted = columns.find((one) => one > column) ?? columns.at(-1) ?? 0
      slips.push({
        ...slipAt(line, column),
        message: `this line is not aligned with the lines above it; start it in column ${wanted + 1}`,
      })
      above = { column, hasValue: hasOwnValue(value) }
      continue
    }
    columns = [...columns.filter((one) => one < column), column]
    above = { column, hasValue: hasOwnValue(value) }
  }
  return slips
}

/** An anchor, a tag or a comment is none; a block scalar goes on below. */
function hasOwnValue(value: string): boolean {
  return !/^(?:[&!]\S+\s*)*(?:#.*)?$/.test(value) && !/^[|>]/.test(value)
}
