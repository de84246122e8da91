import { capitalised } from '../incidents/capitalised.js'
import { type LiveCheck, targetOf } from '../judge/check-runtime.js'
import type { Look } from './canary-round.js'
import { isSilent } from './choose-canaries.js'
import type { Trouble, TroubleNote } from './location-faults.js'

/** Names that a message writes out; the others are counted. */
const MAX_NAMED = 3

const WORDS: Readonly<Record<Trouble, string>> = {
  dns: 'The name service does not answer',
  local: 'This machine cannot make checks',
  policy: 'The policy denies checks',
}

/** Who was asked in a look that saw nothing, and who of them and of the other targets answered. */
export function blindnessInWords(look: Look, lives: ReadonlyMap<string, LiveCheck>): string {
  const { kind, doubted, heard, since } = look
  const named = (ids: readonly string[]) => listed(ids, (id) => shownCheck(id, lives))
  const heardAs = (what: string) => [...heard].flatMap(([id, each]) => (each === what ? id : []))
  const isSilentNow = (id: string) => {
    const live = lives.get(id)
    return live !== undefined && isSilent(live)
  }
  const more = kind === 'appointed' ? [] : [...doubted].filter(isSilentNow)
  const silent = [...new Set([...heardAs('silence'), ...more])]
  const noName = heardAs('no-name')
  const answering = heardAs('answer')
  const others = [...lives.values()].filter(
    (live) => live.heard === 'answer' && !heard.has(live.check.id) && isSince(live, since),
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

function isSince({ newest }: LiveCheck, since: number): boolean {
  return newest !== undefined && newest.at >= since
}

/** What a trouble is, why, and which checks know nothing because of it. */
export function troubleInWords(
  trouble: Trouble,
  notes: readonly (readonly [string, TroubleNote])[],
): string {
  const because = mostFrequent(notes.flatMap(([, note]) => note.because ?? []))
  const words =
    trouble === 'dns' ? capitalised(because ?? WORDS.dns) : withReason(WORDS[trouble], because)
  return `${words}; nothing is known about ${listed(notes.map(([id]) => id))}`
}

/** `a, b and c`, or `a, b, c, d, e and 12 more`. */
export function listed(ids: readonly string[], show: (id: string) => string = (id) => id): string {
  const named = ids.slice(0, ids.length > MAX_NAMED + 1 ? MAX_NAMED : MAX_NAMED + 1).map(show)
  if (named.length < ids.length) return `${named.join(', ')} and ${ids.length - named.length} more`
  if (named.length < 2) return named.join()
  return `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}

function shownCheck(id: string, lives: ReadonlyMap<string, LiveCheck>): string {
  const live = lives.get(id)
  return live ? `${id} (${targetOf(live.check)})` : id
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
