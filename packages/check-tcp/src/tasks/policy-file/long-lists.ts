import type { YamlMapping, YamlScalar, YamlTree } from '../tree/yaml-tree.js'

/**
 * The YAML parser takes 8 µs and 1.5 KB for each entry of a list: a second and 150 MB for the 100,000 networks that a
 * policy may have. So long runs of addresses and networks are read here, all but the first of each, and come back into
 * the tree when what is left is parsed.
 */
const SHORTEST_RUN = 1_000

/** What may begin a run: the bracket of a list, or the dash of its first entry. */
const BEGIN = /\[[ \n]*|^ *- /gm

/** Text to YAML wherever it stands: no number, no key. */
const ENTRY =
  /(["']?)(\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,3})?|(?:[\da-fA-F]{0,4}:){2,8}(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4})(?:\/\d{1,3})?(?<!:))\1/y

/** The entries of each run, by the offset of the first. */
type Runs = ReadonlyMap<number, readonly YamlScalar[]>

interface ShortText {
  /** As long as before, with blanks where the entries were. */
  readonly text: string
  readonly runs: Runs
}

export function takeRuns(text: string): ShortText {
  const runs = new Map<number, readonly YamlScalar[]>()
  const kept: string[] = []
  let keptTo = 0
  BEGIN.lastIndex = 0
  for (let begin = BEGIN.exec(text); begin; begin = BEGIN.exec(text)) {
    const { entries, firstEnd, end } = readRun(text, BEGIN.lastIndex, begin[0])
    const [first] = entries
    if (!first || entries.length < SHORTEST_RUN) continue
    runs.set(first.at, entries)
    kept.push(text.slice(keptTo, firstEnd), ' '.repeat(end - firstEnd))
    keptTo = end
    BEGIN.lastIndex = end
  }
  return { text: kept.join('') + text.slice(keptTo), runs }
}

interface Run {
  readonly entries: readonly YamlScalar[]
  readonly firstEnd: number
  readonly end: number
}

/** @param begin what stands before the first entry */
function readRun(text: string, from: number, begin: string): Run {
  const isBlock = begin.endsWith('- ')
  const over = isBlock ? LINE_END : LIST_GOES_ON
  const entries: YamlScalar[] = []
  let firstEnd = from
  let end = from
  for (let at = from; ; ) {
    const value = matchAt(ENTRY, text, at)?.[2]
    const entryEnd = ENTRY.lastIndex
    if (value === undefined || !matchAt(over, text, entryEnd)) break
    entries.push({ kind: 'scalar', at, value })
    if (entries.length === 1) firstEnd = entryEnd
    end = entryEnd
    if (isBlock ? !text.startsWith(begin, entryEnd + 1) : !matchAt(COMMA, text, entryEnd)) break
    at = isBlock ? entryEnd + 1 + begin.length : COMMA.lastIndex
  }
  return { entries, firstEnd, end }
}

const LINE_END = /\n|$/y
const LIST_GOES_ON = /[ \n]*[,\]]/y
const COMMA = /[ \n]*,[ \n]*/y

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/**
 * The tree of a short text with the entries of all runs; `undefined` where one of them was no part of a list but of a
 * comment, for instance, or is repeated by an alias.
 */
export function giveBack(tree: YamlTree, runs: Runs): YamlTree | undefined {
  const timesFound = new Map<number, number>()
  const whole = (part: YamlTree): YamlTree => {
    if (part.kind === 'mapping') return { ...part, entries: wholeEntries(part) }
    if (part.kind !== 'list') return part
    return { ...part, items: part.items.flatMap(wholeItem) }
  }
  const wholeItem = (item: YamlTree): readonly YamlTree[] => {
    const run = runs.get(item.at)
    if (!run || item.kind !== 'scalar' || item.value !== run[0]?.value) return [whole(item)]
    timesFound.set(item.at, (timesFound.get(item.at) ?? 0) + 1)
    return run
  }
  const wholeEntries = ({ entries }: YamlMapping) =>
    new Map([...entries].map(([key, entry]) => [key, { ...entry, value: whole(entry.value) }]))
  const given = whole(tree)
  return [...runs.keys()].every((at) => timesFound.get(at) === 1) ? given : undefined
}
