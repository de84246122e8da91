import { type PositionOf, positionsOf } from '../text/text-position.js'
import { contentColumn, type TextLine } from './plain-lines.js'

/** The entry of a line that is in no list entry. */
export const NO_ENTRY = -1

/** A dash begins an entry, also where somebody forgot the space after it. */
const ENTRY = /^\s*-(?:\s|$|\w+:\s)/

const SEPARATOR = /^---(?:\s|$)/

/** Some lines of a text, by the numbers of the first and of the one after the last. */
export interface Lines {
  readonly from: number
  readonly to: number
}

/**
 * A text by its lines, of which those that cannot be read are taken out, so that the rest can be. Lines are counted
 * from 0; what is taken out becomes blanks, so that every offset stays what it is.
 */
export class PartlyReadText {
  readonly #lines: string[]
  readonly #starts: number[] = []
  readonly #position: PositionOf
  readonly #entries: readonly number[]
  readonly #unread = new Set<number>()
  readonly #wounded = new Set<number>()

  /**
   * @param plain the lines that are no text of a block scalar
   * @param inEntry lines that belong to the entry above whatever their indentation, by the offsets they begin at
   */
  constructor(text: string, plain: readonly TextLine[], inEntry: ReadonlySet<number>) {
    this.#lines = text.split('\n')
    this.#position = positionsOf(text)
    let at = 0
    for (const line of this.#lines) {
      this.#starts.push(at)
      at += line.length + 1
    }
    const within = new Set(this.#starts)
    for (const { at } of plain) if (!inEntry.has(at)) within.delete(at)
    this.#entries = entriesOf(this.#lines, (line) => within.has(this.startOf(line)))
  }

  /** All of it, and each run of lines that belong to the same entry, or to none. */
  get all(): Lines {
    return { from: 0, to: this.#lines.length }
  }

  get segments(): readonly Lines[] {
    const segments: Lines[] = []
    let from = 0
    for (let line = 1; line <= this.#lines.length; line++) {
      if (this.#entries[line] === this.#entries[from]) continue
      segments.push({ from, to: line })
      from = line
    }
    return segments
  }

  textOf({ from, to }: Lines): string {
    return this.#lines.slice(from, to).join('\n')
  }

  startOf(line: number): number {
    return this.#starts[line] ?? 0
  }

  lineAt(offset: number): number {
    return this.#position(offset).line - 1
  }

  /** The line that begins the list entry of a line. */
  entryOf(line: number): number {
    return this.#entries[line] ?? NO_ENTRY
  }

  isUnread(line: number): boolean {
    return this.#unread.has(line)
  }

  /** Has something of the entry been taken out? */
  isWounded(entry: number): boolean {
    return this.#wounded.has(entry)
  }

  /** Takes out a line and what is indented below it; the dash of its entry stays. */
  takeOut(line: number): void {
    const column = contentColumn(this.#lines[line] ?? '')
    this.#blank(line)
    for (let below = line + 1; below < this.#lines.length; below++) {
      const indent = this.#lines[below]?.search(/\S/) ?? -1
      if (indent < 0) continue
      if (indent <= column) break
      this.#blank(below)
    }
  }

  takeOutLines(lines: readonly TextLine[]): void {
    for (const { at } of lines) this.#blank(this.lineAt(at))
  }

  /**
   * Takes out all lines of an entry but its dash.
   *
   * @returns whether there was anything to take out
   */
  takeOutEntry(entry: number, { from, to }: Lines): boolean {
    let isChanged = false
    for (let line = from; line < to; line++) {
      if (this.#entries[line] === entry) isChanged = this.#blank(line) || isChanged
    }
    return isChanged
  }

  /** Takes out the separator of two documents, so that the list goes on; all else after it would be there twice. */
  takeOutDocument(line: number, { to }: Lines): void {
    const first = this.#lines.find((text) => /^\s*[^\s#%]/.test(text) && !SEPARATOR.test(text))
    if (SEPARATOR.test(this.#lines[line] ?? '') && first?.trimStart().startsWith('-')) {
      this.#lines[line] = ''.padEnd(this.#lines[line]?.length ?? 0)
      return
    }
    for (let after = line; after < to; after++) {
      this.#blank(after)
      this.#lines[after] = ''.padEnd(this.#lines[after]?.length ?? 0)
    }
  }

  #blank(line: number): boolean {
    this.#unread.add(line)
    this.#wounded.add(this.entryOf(line))
    const text = this.#lines[line] ?? ''
    const dashes = /^ *- ?/.exec(text)?.[0] ?? ''
    const blank = (line === this.entryOf(line) ? dashes : '').padEnd(text.length)
    this.#lines[line] = blank
    return blank !== text
  }
}

/** An entry goes from its dash to the next one in its column, or to a line that is indented no further. */
function entriesOf(lines: readonly string[], isInEntry: (line: number) => boolean): number[] {
  let dash = Number.POSITIVE_INFINITY
  let entry = NO_ENTRY
  return lines.map((text, line) => {
    const indent = text.search(/\S/)
    if (indent < 0 || isInEntry(line)) return entry
    if (ENTRY.test(text) && (entry === NO_ENTRY || indent <= dash)) {
      dash = indent
      entry = line
    } else if (indent <= dash && entry !== NO_ENTRY) entry = NO_ENTRY
    return entry
  })
}
