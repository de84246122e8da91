/**
 * What one check tells of the way to its target.
 * - `answer`: the target, or a machine in its place, answered: a connection or a refusal.
 * - `silence`: nothing came back, or the way there is closed.
 * - `no-name`: the name service did not answer, so the network was never asked.
 * - `nothing`: nothing was sent, or this machine stood still; it says nothing of the network.
 */
export type Heard = 'answer' | 'silence' | 'no-name' | 'nothing'

/** Who was asked in one look around, and why they were. */
export interface Asked {
  /**
   * - `appointed`: the canaries of the config.
   * - `others`: checks of other hosts than those in doubt.
   * - `suspects`: the hosts in doubt themselves, since there is nobody else.
   */
  readonly kind: 'appointed' | 'others' | 'suspects'
  /** One for each host that was asked. */
  readonly heard: readonly Heard[]
  /** A target in doubt was silent; a name service that is silent too is then more than a dead name service. */
  readonly silentSuspects: boolean
}

/**
 * - `sees`: somebody answered, or most of the appointed did.
 * - `blind`: they did not.
 * - `alone`: nobody but the one host in doubt could be asked, so its own failures decide.
 * - `no-names`: all that is known is that the name service does not answer.
 * - `unasked`: nobody could be asked, by a fault of this machine.
 */
export type Sight = 'sees' | 'blind' | 'alone' | 'no-names' | 'unasked'

/**
 * What a look around says of the location. Who could not be asked has no vote. Appointed canaries stand for the network,
 * so the silence of most of them is enough; others are only checks, and may well be down together, so all must be silent.
 */
export function judgeSight({ kind, heard, silentSuspects }: Asked): Sight {
  const count = (what: Heard) => heard.filter((each) => each === what).length
  const answers = count('answer')
  const silent = count('silence')
  if (answers + silent === 0) return unheard(heard, silentSuspects)
  if (kind === 'appointed') return silent > answers ? 'blind' : 'sees'
  if (answers > 0) return 'sees'
  return kind === 'suspects' && heard.length === 1 ? 'alone' : 'blind'
}

function unheard(heard: readonly Heard[], silentSuspects: boolean): Sight {
  if (heard.includes('no-name')) return silentSuspects ? 'blind' : 'no-names'
  return heard.includes('nothing') ? 'unasked' : 'alone'
}
