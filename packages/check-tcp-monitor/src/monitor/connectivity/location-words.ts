import type { LocationFault } from '../../core/subject-id.js'
import type { CheckRegistry } from '../judge/check-registry.js'
import { type CheckRuntime, targetOf } from '../judge/check-runtime.js'
import { capitalised } from '../text/capitalised.js'
import { listed } from '../text/listed.js'
import type { RoundAnswer } from './canary-rounds.js'
import { isSilent } from './choose-canaries.js'
import type { FaultNote } from './location-faults.js'

const WORDS: Readonly<Record<LocationFault, string>> = {
  dns: 'The name service does not answer',
  local: 'This machine cannot make checks',
  policy: 'The policy denies checks',
}

/** Who was asked in a round that found the location isolated, and who of them and of the other targets answered. */
export function isolationInWords(round: RoundAnswer, checks: CheckRegistry): string {
  const { kind, doubted, replies, since } = round
  const named = (ids: readonly string[]) => listed(ids, (id) => shownCheck(id, checks))
  const repliedWith = (what: string) =>
    [...replies].flatMap(([id, each]) => (each === what ? id : []))
  const isSilentNow = (id: string) => {
    const runtime = checks.get(id)
    return runtime !== undefined && isSilent(runtime)
  }
  const more = kind === 'appointed' ? [] : [...doubted].filter(isSilentNow)
  const silent = [...new Set([...repliedWith('silence'), ...more])]
  const noName = repliedWith('no-name')
  const answering = repliedWith('answer')
  const others = checks
    .all()
    .filter(
      (each) => each.reply === 'answer' && !replies.has(each.check.id) && isSince(each, since),
    )
  const unnamed =
    noName.length > 0 ? `, and the name service does not answer for ${named(noName)}` : ''
  if (answering.length + others.length === 0) {
    const who = silent.length > 0 ? `no answer from ${named(silent)}` : 'nothing answers'
    return `This location is cut off: ${who}${unnamed}, so nothing is known about any target`
  }
  const most = answering.length > 0 ? 'Most canaries are silent' : 'All canaries are silent'
  const seen = [...answering, ...others.map(({ check }) => check.id)]
  return `${most}: no answer from ${named(silent)}${unnamed}. Answers came from ${named(seen)}. Silent targets are not called down`
}

function isSince({ newest }: CheckRuntime, since: number): boolean {
  return newest !== undefined && newest.at >= since
}

/** What a fault of the location is, why, and which checks know nothing because of it. */
export function faultInWords(
  fault: LocationFault,
  notes: readonly (readonly [string, FaultNote])[],
): string {
  const because = mostFrequent(notes.flatMap(([, note]) => note.because ?? []))
  const words =
    fault === 'dns' ? capitalised(because ?? WORDS.dns) : withReason(WORDS[fault], because)
  return `${words}; nothing is known about ${listed(notes.map(([id]) => id))}`
}

function shownCheck(id: string, checks: CheckRegistry): string {
  const runtime = checks.get(id)
  return runtime ? `${id} (${targetOf(runtime.check)})` : id
}

function withReason(words: string, because: string | undefined): string {
  return because === undefined ? words : `${words}: ${because}`
}

function mostFrequent(reasons: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  let most: string | undefined
  for (const [reason, count] of counts) if (count > (counts.get(most ?? '') ?? 0)) most = reason
  return most
}
