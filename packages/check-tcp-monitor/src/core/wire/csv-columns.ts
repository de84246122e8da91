import type { Cell } from './codec.js'
import type { Field, Fields } from './field.js'

/** One column of a record: its name, the column behind which it asks to stand, and what makes its cell of the record. */
export interface Column {
  readonly name: string
  readonly after?: string
  readonly cellOf: (record: object) => Cell
}

/** The columns of CSV that a record has, in the order of its fields. */
export function columnsOf(fields: Fields): readonly Column[] {
  return Object.entries(fields).flatMap(([inside, field]) => {
    const { csv = snakeCase(inside), csvAfter: after, codec } = field
    if (csv === false) return []
    const read = reader(inside, field)
    const more = after === undefined ? {} : { after }
    if (typeof csv === 'string') {
      const cell = codec.cell ?? ((value: unknown) => value as Cell)
      return [{ name: csv, ...more, cellOf: (record: object) => cellFor(read(record), cell) }]
    }
    return Object.entries(csv).map(([name, make]) => ({
      ...{ name, ...more },
      cellOf: (record: object) => make(read(record) as never, record as never),
    }))
  })
}

function cellFor(value: unknown, cell: (value: unknown) => Cell): Cell {
  return value === undefined ? undefined : cell(value)
}

function reader(inside: string, { derive }: Field): (record: object) => unknown {
  if (derive) return (record) => derive(record as never)
  return (record) => (record as Readonly<Record<string, unknown>>)[inside]
}

/** All columns of some records, each once: those of the first record first, and each where it asks to stand. */
export function mergeColumns(records: readonly (readonly Column[])[]): readonly string[] {
  const columns = records.flat()
  const places = new Map(columns.flatMap(({ name, after }) => (after ? [[name, after]] : [])))
  const names = ['kind', ...columns.map(({ name }) => name).filter((name) => !places.has(name))]
  const ordered = [...new Set(names)]
  for (const [name, after] of places) ordered.splice(ordered.indexOf(after) + 1, 0, name)
  return ordered
}

function snakeCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
