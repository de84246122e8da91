import { describeExplanation, type Explanation } from 'check-tcp'
import { shown } from '../../alert/wording/shown.js'
import { EVIDENCE_LIMITS, type Evidence } from '../../core/wire/evidence.js'

const { lines: mostLines, line: longestLine, hops: mostHops, text: longestText } = EVIDENCE_LIMITS

/** Where and when somebody looked. */
type Place = Pick<Evidence, 'at' | 'location' | 'tookMs'>

/** What an explanation found, as it is kept. */
export function buildEvidence(explanation: Explanation, place: Place): Evidence {
  const [first] = explanation.reasons
  if (!first) throw new RangeError('an explanation has a reason')
  const { lines, path } = describeExplanation(explanation)
  const nextStep = first.next_steps[0]
  return boundEvidence({
    ...place,
    reason: first.text,
    reasonName: first.reason,
    certainty: first.confidence,
    fault: first.fault,
    ...(nextStep === undefined ? {} : { nextStep }),
    lines,
    ...(path.length === 0 ? {} : { path }),
  })
}

/** The same, bounded, and with nothing in it that steers a terminal. */
export function boundEvidence(evidence: Evidence): Evidence {
  const { reason, reasonName, nextStep, lines, path } = evidence
  return {
    ...evidence,
    reason: shown(reason, longestText),
    reasonName: shown(reasonName, longestLine),
    ...(nextStep === undefined ? {} : { nextStep: shown(nextStep, longestText) }),
    lines: boundedLines(lines),
    ...(path === undefined ? {} : { path: path.slice(0, mostHops).map(boundedHop) }),
  }
}

function boundedLines(lines: readonly string[]): readonly string[] {
  const left = lines.length - mostLines
  const kept = left > 0 ? lines.slice(0, mostLines - 1) : lines
  const all = kept.map((line) => shown(line, longestLine))
  return left > 0 ? [...all, `and ${left + 1} more lines`] : all
}

function boundedHop({ hop, address, name, says }: NonNullable<Evidence['path']>[number]) {
  return {
    hop,
    ...(address === undefined ? {} : { address: shown(address, longestLine) }),
    ...(name === undefined ? {} : { name: shown(name, longestLine) }),
    ...(says === undefined ? {} : { says: shown(says, longestLine) }),
  }
}
