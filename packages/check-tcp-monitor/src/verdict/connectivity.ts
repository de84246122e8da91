/**
 * What one check tells of the way to its target.
 * - `answer`: the target, or a machine in its place, answered: a connection or a refusal.
 * - `silence`: nothing came back, or the way there is closed.
 * - `no-name`: the name service did not answer, so the network was never asked.
 * - `nothing`: nothing was sent, or this machine stood still; it says nothing of the network.
 */
export type Reply = 'answer' | 'silence' | 'no-name' | 'nothing'

/** Who was asked in one canary round, and why they were. */
export interface RoundReplies {
  /**
   * - `appointed`: the canaries of the config.
   * - `others`: checks of other hosts than those in doubt.
   * - `suspects`: the hosts in doubt themselves, since there is nobody else.
   */
  readonly kind: 'appointed' | 'others' | 'suspects'
  /** One for each host that was asked. */
  readonly replies: readonly Reply[]
  /** A target in doubt was silent; a name service that is silent too is then more than a dead name service. */
  readonly silentSuspects: boolean
}

/**
 * What a canary round says of the location. All but the first two leave it unknown, and say why.
 * - `online`: somebody answered, or most of the appointed did.
 * - `isolated`: they did not.
 * - `alone`: nobody but the one host in doubt could be asked, so its own failures decide.
 * - `no-names`: all that is known is that the name service does not answer.
 * - `unasked`: nobody could be asked, by a fault of this machine.
 */
export type RoundResult = 'online' | 'isolated' | 'alone' | 'no-names' | 'unasked'

/**
 * Judges a canary round. Who could not be asked has no vote. Appointed canaries stand for the network, so the silence of
 * most of them is enough; others are only checks, and may well be down together, so all must be silent.
 */
export function judgeRound({ kind, replies, silentSuspects }: RoundReplies): RoundResult {
  const count = (what: Reply) => replies.filter((each) => each === what).length
  const answers = count('answer')
  const silent = count('silence')
  if (answers + silent === 0) return withoutVotes(replies, silentSuspects)
  if (kind === 'appointed') return silent > answers ? 'isolated' : 'online'
  if (answers > 0) return 'online'
  return kind === 'suspects' && replies.length === 1 ? 'alone' : 'isolated'
}

function withoutVotes(replies: readonly Reply[], silentSuspects: boolean): RoundResult {
  if (replies.includes('no-name')) return silentSuspects ? 'isolated' : 'no-names'
  return replies.includes('nothing') ? 'unasked' : 'alone'
}
