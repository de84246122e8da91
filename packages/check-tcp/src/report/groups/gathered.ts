import { escapeControl } from '../../core/text/escape-control.js'
import { AdviceOnce } from '../human/advice-once.js'
import { causeLines, checkLines, meaningLines } from '../human/human-check.js'
import { MAX_SINGLE_SUCCESSES } from '../human/single-successes.js'
import { summaryLine } from '../human/summary-line.js'
import { checkResultOf } from '../outcome.js'
import type { ReportEntry, Reporter, ReporterOptions } from '../reporter.js'
import { Tally } from '../tally.js'
import { painter } from '../text/colors.js'
import { textWidth } from '../text/text-width.js'
import { wrapList } from '../text/wrap-list.js'
import { ResultGroup } from './result-group.js'
import { kindOf } from './result-kind.js'

/** A longer list of ranges helps nobody. */
const MAX_LIST_LINES = 8

const INDENT = '    '

/** Lines that stand where the first of their results came. */
interface Block {
  readonly place: number
  readonly lines: () => readonly string[]
}

/**
 * Several targets for a person: a line for each that is as it should be, results of the same failure gathered into one
 * line, and what to do about it once. What has come since the last `settle` is gathered.
 */
export function gatheredReporter({
  colors,
  columns: screen,
}: Pick<ReporterOptions, 'colors' | 'columns'>): Reporter {
  const paint = painter(colors)
  const columns = screen ?? 80
  const line = screen === undefined ? {} : { columns: screen - '✔ '.length }
  const tally = new Tally()
  const advice = new AdviceOnce()
  const groups = new Map<string, ResultGroup>()
  const placeOf = new Map<ResultGroup, number>()
  let good = 0
  let singles: Block[] | undefined = []

  function add(entry: ReportEntry): string {
    const isGood = tally.add(entry) === 'succeeded'
    const result = checkResultOf(entry)
    if (!result) return ''
    const kind = kindOf(entry, result)
    const group = groups.get(kind.key) ?? new ResultGroup(kind, entry)
    if (group.count === 0) placeOf.set(group, tally.total)
    groups.set(kind.key, group)
    group.add(result)
    if (!isGood) return ''
    good += 1
    if (good > MAX_SINGLE_SUCCESSES) singles = undefined
    const lines = indented(paint('green', '✔'), checkLines(result, paint, line))
    singles?.push({ place: tally.total, lines: () => lines })
    return ''
  }

  /** What has come and is not told yet; forgets it. */
  function settle(): readonly string[] {
    const gathered = [...groups.values()]
      .filter(({ kind }) => !(kind.isGood && singles))
      .map((group) => ({ place: placeOf.get(group) ?? 0, lines: () => groupLines(group) }))
    const blocks = [...(singles ?? []), ...gathered].sort((a, b) => a.place - b.place)
    groups.clear()
    placeOf.clear()
    singles = []
    good = 0
    return blocks.flatMap(({ lines }) => lines())
  }

  function groupLines(group: ResultGroup): readonly string[] {
    const { kind, first, count, times } = group
    const result = checkResultOf(first)
    if (!result) return []
    const mark = kind.isGood ? paint('green', '✔') : paint('red', '✘')
    if (count === 1) return indented(mark, checkLines(result, paint, { advice }))
    const time = result.details.fault === 'policy' ? '' : ` in ${times.text}`
    const said = `${escapeControl(kind.text)}${time}${kind.note}`
    const isNews = !advice.wasGiven(result)
    const { targets } = group
    const fits = textWidth(`✘ ${targets} ${said}`) <= columns
    return indented(mark, [
      fits ? `${targets} ${said}` : `${count} targets: ${said}`,
      ...(fits ? [] : wrapList(targets, columns - INDENT.length, MAX_LIST_LINES)),
      ...(isNews ? meaningLines(result) : []),
      ...causeLines(result),
      ...advice.lines(result, paint),
    ])
  }

  return {
    start: () => '',
    add,
    settle: () =>
      settle()
        .map((line) => `${line}\n`)
        .join(''),
    end(summary) {
      if (tally.total === 0 && !summary.interrupted) return ''
      const lines = [
        ...settle(),
        ...(tally.total > 1 || summary.interrupted ? [summaryLine(tally, summary)] : []),
      ]
      return `${lines.join('\n')}\n`
    },
  }
}

function indented(mark: string, [first = '', ...rest]: readonly string[]): readonly string[] {
  return [`${mark} ${first}`, ...rest.map((line) => `${INDENT}${line}`)]
}
