import { groupBy } from '../../core/group-by.js'
import type { PositionOf } from '../text/text-position.js'
import type { TextProblem } from '../text/text-problem.js'
import { findBrackets } from './brackets.js'
import { findSlips } from './find-slips.js'
import { LONGEST_EXPLAINED } from './parse-yaml.js'
import { contentColumn, plainLines, type TextLine } from './plain-lines.js'
import type { RecoveredYaml } from './recovered-yaml.js'
import type { TextSlip } from './text-slip.js'

/**
 * Puts slips in the place of the problems that come of them, where a text is valid YAML and wrong all the same, and
 * leaves out what is only missing because it could not be read.
 *
 * @param problems what is wrong with the content of what could be read
 */
export function explainBySlips(
  text: string,
  problems: readonly TextProblem[],
  recovered: RecoveredYaml,
  position: PositionOf,
): readonly TextProblem[] {
  const real = problems.filter(
    ({ at, missingFrom }) => missingFrom === undefined || recovered.isComplete(at, missingFrom),
  )
  if (real.length === 0 || text.length > LONGEST_EXPLAINED) return [...recovered.problems, ...real]
  const lines = plainLines(text)
  const told: TextSlip[] = []
  const explained = new Set<TextProblem>()
  const byLine = groupBy(real, ({ at }) => position(at).line)
  for (const slip of findSlips(lines, findBrackets(text)).filter(({ isCertain }) => isCertain)) {
    const problemsOfSlip = explainedBy(slip, byLine, position)
    for (const problem of problemsOfSlip) explained.add(problem)
    if (problemsOfSlip.length > 0 || goesOn(told.at(-1), slip, lines)) told.push(slip)
  }
  return [...recovered.problems, ...told, ...real.filter((problem) => !explained.has(problem))]
}

/** Is the slip on the line below the other, in the same column? Both are in one text then, which has one problem. */
function goesOn(above: TextSlip | undefined, slip: TextSlip, lines: readonly TextLine[]): boolean {
  if (!above) return false
  const at = lines.findLastIndex((line) => line.at <= slip.at)
  const [upper, lower] = [lines[at - 1], lines[at]]
  if (!upper || !lower || above.at < upper.at || above.at >= lower.at) return false
  return contentColumn(upper.text) === contentColumn(lower.text)
}

function explainedBy(
  slip: TextSlip,
  problems: ReadonlyMap<number, readonly TextProblem[]>,
  position: PositionOf,
): readonly TextProblem[] {
  const { line } = position(slip.at)
  const onLine = problems.get(line) ?? []
  if (slip.isLost) {
    return (slip.covers ?? []).flatMap(({ at }) => {
      const lost = position(at).line
      // What the entry lacks is told at its dash, on the line above.
      const above = (problems.get(lost - 1) ?? []).filter(
        ({ missingFrom }) => missingFrom === 'entry',
      )
      return [...above, ...(problems.get(lost) ?? [])]
    })
  }
  const within = onLine.filter(({ at }) => at > slip.at && at < slip.until)
  const before = onLine.filter(({ at }) => at <= slip.at)
  const nearest = Math.max(...before.map(({ at }) => at))
  return [...within, ...before.filter(({ at }) => at === nearest)]
}
