/** What a state is stored under. */
export interface StateKey {
  /**
   * What is believed of a check's target; who was notified of a subject's open incident; of a hub an agent, an invitation to join, and
   * up to where the results of an agent are stored.
   */
  readonly kind: 'check' | 'notification' | 'agent' | 'invitation' | 'spool_cursor'
  /** Of a check or an agent its id; of a notification the subject and its id, with a colon between them; of an invitation nothing. */
  readonly id: string
  readonly location: string
}

/** A key as one text, which no other key has. */
export function stateKeyText({ kind, id, location }: StateKey): string {
  return JSON.stringify([kind, id, location])
}
