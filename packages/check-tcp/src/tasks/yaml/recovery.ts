import type { ParsedNode } from 'yaml'
import { type TextProblem, YamlProblem } from '../text/text-problem.js'
import { type Brackets, findBrackets } from './brackets.js'
import { findSlips } from './find-slips.js'
import { parseDocument } from './parse-document.js'
import { type Lines, NO_ENTRY, PartlyReadText } from './partly-read-text.js'
import { plainLines } from './plain-lines.js'
import type { RecoveredYaml } from './recovered-yaml.js'
import type { TextSlip } from './text-slip.js'
import { YamlFault } from './yaml-fault.js'

/** Characters that may be parsed, all tries together: some seconds. */
const MAX_PARSED = 2 * 1024 * 1024

/** Nobody mends more at once. */
const MAX_TOLD = 1_000

/**
 * Reads what can be read of a text with faults. What is at fault is told and taken out, and the rest is tried again:
 * first each list entry by itself, so that no fault hides one in another entry, then the whole text.
 */
export class Recovery {
  readonly #text: PartlyReadText
  readonly #slips: readonly TextSlip[]
  readonly #brackets: Brackets
  readonly #told = new Set<TextProblem>()
  #parsed = 0

  constructor(text: string) {
    const lines = plainLines(text)
    this.#brackets = findBrackets(text)
    this.#slips = findSlips(lines, this.#brackets)
    this.#text = new PartlyReadText(text, lines, lostLines(this.#slips))
  }

  recovered(): RecoveredYaml {
    for (const segment of this.#text.segments) this.#read(segment)
    const root = this.#read(this.#text.all)
    return {
      root,
      problems: [...this.#told].map(({ at, message }) => ({ at, message })),
      isComplete: (at, scope) => {
        if (root === undefined || this.#text.isWounded(NO_ENTRY)) return false
        if (scope === 'environment') return true
        return scope === 'entry' && !this.#text.isWounded(this.#text.entryOf(this.#text.lineAt(at)))
      },
    }
  }

  /** Tells what is wrong with the lines, and reads what else is in them; `undefined` where nothing can be read. */
  #read(lines: Lines): ParsedNode | null | undefined {
    const offset = this.#text.startOf(lines.from)
    for (;;) {
      const text = this.#text.textOf(lines)
      this.#parsed += text.length
      if (this.#parsed > MAX_PARSED || this.#told.size >= MAX_TOLD) return undefined
      try {
        return parseDocument(text)
      } catch (error) {
        if (!(error instanceof YamlProblem)) throw error
        const at = error.at + offset
        if (error instanceof YamlFault) {
          if (this.#takeOut(error, at, lines)) continue
        } else this.#tell({ at, message: error.message })
        return undefined
      }
    }
  }

  /** @returns whether the text has changed */
  #takeOut(fault: YamlFault, at: number, lines: Lines): boolean {
    const line = this.#text.lineAt(at)
    if (fault.kind !== 'syntax') return this.#takeOutLine(fault, at, line, lines)
    const entry = this.#text.entryOf(line)
    const isBefore = ({ at: from }: TextProblem) =>
      from <= at && this.#text.lineAt(from) >= lines.from
    const untold = this.#brackets.unclosed.filter((one) => !this.#told.has(one) && isBefore(one))
    const message = this.#brackets.isInside(at) ? fault.inBraces : fault.message
    return (
      this.#takeOutAll(untold.filter(({ isCertain }) => isCertain)) ||
      this.#takeOutAll(this.#slipsAt(line, lines)) ||
      this.#takeOutAll(untold.slice(-1)) ||
      this.#takeOutUnexplained({ at, message }, entry, lines)
    )
  }

  /** What comes after a fault in the same entry may come of it, so only the first is told in the parser's words. */
  #takeOutUnexplained(problem: TextProblem, entry: number, lines: Lines): boolean {
    if (this.#text.isWounded(entry)) {
      const others = this.#slips.filter(
        (slip) => !this.#told.has(slip) && this.#isIn(slip, entry, lines),
      )
      return this.#takeOutAll(others) || this.#text.takeOutEntry(entry, lines)
    }
    this.#tell(problem)
    this.#text.takeOut(this.#text.lineAt(problem.at))
    return true
  }

  #takeOutLine({ kind, message }: YamlFault, at: number, line: number, lines: Lines): boolean {
    if (this.#text.isUnread(line)) return this.#text.takeOutEntry(this.#text.entryOf(line), lines)
    this.#tell({ at, message })
    if (kind === 'document') this.#text.takeOutDocument(line, lines)
    else this.#text.takeOut(line)
    return true
  }

  /** The slips that the parser may have stumbled over: it notices some one line early, and some late. */
  #slipsAt(line: number, lines: Lines): readonly TextSlip[] {
    const near = { from: lines.from, to: Math.min(line + 2, lines.to) }
    const entry = this.#text.entryOf(line)
    return this.#slips.filter((slip) => !this.#told.has(slip) && this.#isIn(slip, entry, near))
  }

  #isIn(slip: TextSlip, entry: number, { from, to }: Lines): boolean {
    return [slip, ...(slip.covers ?? [])].some(({ at }) => {
      const line = this.#text.lineAt(at)
      return line >= from && line < to && this.#text.entryOf(line) === entry
    })
  }

  #takeOutAll(problems: readonly (TextProblem | TextSlip)[]): boolean {
    for (const problem of problems) {
      this.#tell(problem)
      if ('covers' in problem && problem.covers) this.#text.takeOutLines(problem.covers)
      else this.#text.takeOut(this.#text.lineAt(problem.at))
    }
    return problems.length > 0
  }

  #tell(problem: TextProblem): void {
    this.#told.add(problem)
  }
}

function lostLines(slips: readonly TextSlip[]): ReadonlySet<number> {
  const lost = slips.filter(({ isLost }) => isLost)
  return new Set(lost.flatMap(({ covers }) => covers?.map(({ at }) => at) ?? []))
}
