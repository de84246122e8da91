/** Decides whether anybody is notified of an incident now. */
export interface TellingFacts {
  /** Somebody was told that it is open. */
  readonly told: boolean
  readonly open: boolean
  /** The check wants alerts at all. */
  readonly wanted: boolean
  readonly inMaintenance: boolean
  readonly silenced: boolean
  /** The location sees nothing. */
  readonly blind: boolean
  /** A check that this one depends on is down. */
  readonly parentDown: boolean
  /** A check that this one depends on has not been looked at since this one failed, or is about to be called down. */
  readonly parentUnsure: boolean
  /**
   * It may be over before anybody is told: it is down, and the newest observation was a good one, or there has been none
   * since the process began.
   */
  readonly recovering: boolean
}

/**
 * Whether to tell of an incident now (`tell`), later if the facts change (`hold`), or not at all (`drop`).
 * The end of an incident that somebody was told of is always told.
 */
export function judgeTelling(facts: TellingFacts): 'tell' | 'hold' | 'drop' {
  if (!facts.open) return facts.told ? 'tell' : 'drop'
  if (!facts.wanted) return 'drop'
  const held =
    facts.inMaintenance ||
    facts.silenced ||
    facts.blind ||
    facts.parentDown ||
    ((facts.parentUnsure || facts.recovering) && !facts.told)
  return held ? 'hold' : 'tell'
}
