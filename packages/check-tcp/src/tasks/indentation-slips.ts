import type { TextProblem } from './parse-yaml.js'
import type { TextLine } from './yaml-slips.js'

/** Keys of a task that stand one below the other. */
const TASK_KEY = /^(?:plugin|parameters|description|explain):(?:\s|$)/

/**
 * Finds lines that begin in the wrong column: tabs, an entry whose keys have lost their indentation (as a web page loses
 * it), keys further in or out than those above them.
 */
export function indentationSlips(lines: readonly TextLine[]): readonly TextProblem[] {
  const lost = lostIndentation(lines)
  const others = [...tabs(lines), ...lost]
  return others.length > 0 ? others : wrongColumns(lines)
}

function tabs(lines: readonly TextLine[]): readonly TextProblem[] {
  const indented = lines.filter(({ text }) => /^ *\t/.test(text))
  const [first] = indented
  if (!first) return []
  const { length } = indented
  const more = length > 1 ? `, on this line and ${length - 1} more` : ''
  return [
    {
      at: first.at + first.text.indexOf('\t'),
      message: `indent with spaces: YAML does not allow tabs${more}`,
    },
  ]
}

/** `plugin:` in the column of the dash above. */
export function lostIndentation(lines: readonly TextLine[]): readonly TextProblem[] {
  const lost: TextLine[] = []
  let dash = -1
  let key = ''
  for (const line of lines) {
    const indent = line.text.search(/\S/)
    const content = line.text.slice(indent)
    const entry = /^- +(\w+):/.exec(content)
    if (entry) {
      dash = indent
      key = entry[1] ?? ''
    } else if (indent === dash && TASK_KEY.test(content)) {
      lost.push(line)
      dash = -1
    } else if (indent < dash) dash = -1
  }
  const [first] = lost
  if (!first) return []
  const indent = first.text.search(/\S/)
  const more = lost.length > 1 ? ` (and so have ${lost.length - 1} more)` : ''
  const inside = ' '.repeat(2)
  return [
    {
      at: first.at + indent,
      message: `this list entry has lost its indentation${more}; write "- ${key}: ...", then "${inside}plugin: ..." and "${inside}parameters:" with two spaces, then each parameter with four: "${inside}${inside}host: ..."`,
    },
  ]
}

/** A key below `key: value` begins in the column of that key, or further out where an outer mapping goes on. */
function wrongColumns(lines: readonly TextLine[]): readonly TextProblem[] {
  const problems: TextProblem[] = []
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
      problems.push({
        at: line.at + column,
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
      problems.push({
        at: line.at + column,
        message: `this line is not aligned with the lines above it; start it in column ${wanted + 1}`,
      })
      above = { column, hasValue: hasOwnValue(value) }
      continue
    }
    columns = [...columns.filter((one) => one < column), column]
    above = { column, hasValue: hasOwnValue(value) }
  }
  return problems
}

/** An anchor, a tag or a comment is none; a block scalar goes on below. */
function hasOwnValue(value: string): boolean {
  return !/^(?:[&!]\S+\s*)*(?:#.*)?$/.test(value) && !/^[|>]/.test(value)
}
