import { contentColumn, type TextLine } from './plain-lines.js'
import { slipAt, type TextSlip } from './text-slip.js'

const NAMED_ENTRY = /^ *- +name:(?:\s|$)/

/** A key that has its value on the lines below. */
const OPEN_KEY = /:\s*(?:[&!]\S+\s*)*(?:#.*)?$/

/** The column of the entries of a list, or of the keys of a mapping. */
interface Column {
  readonly at: number
  readonly isList: boolean
}

/** Tasks that begin in a column where no list above them does, though nothing waits for a list there. */
export function misalignedEntries(lines: readonly TextLine[]): readonly TextSlip[] {
  const slips: TextSlip[] = []
  const first = lines.find(({ text }) => NAMED_ENTRY.test(text))
  const wanted = (first?.text.indexOf('-') ?? 0) + 1
  /** Those that are open, from the outside in. */
  let columns: readonly Column[] = []
  let above = ':'
  for (const line of lines) {
    const { text } = line
    const at = text.search(/\S/)
    const outer = columns.filter((column) => column.at <= at)
    const isOutdented = outer.length < columns.length && outer.at(-1)?.at !== at
    const isInList = outer.at(-1)?.at === at && outer.at(-1)?.isList === true
    const isElsewhere = NAMED_ENTRY.test(text) && at + 1 !== wanted && !isInList
    if (isElsewhere && (isOutdented || !OPEN_KEY.test(above))) {
      const message = `this entry does not begin where those above do; start it in column ${wanted}`
      slips.push({ ...slipAt(line, at), message })
    }
    const isList = /^\s*-\s/.test(text)
    const content = contentColumn(text)
    columns = [...outer.filter((column) => column.at < at), { at, isList }]
    if (content > at) columns = [...columns, { at: content, isList: false }]
    above = text
  }
  return slips
}
