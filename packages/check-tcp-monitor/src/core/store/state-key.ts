/** What a state is stored under. */
export interface StateKey {
  /** What is believed of a check's target, or who was notified of a subject's open incident. */
  readonly kind: 'check' | 'notification'
  /** Of a check its id; of a notification the subject and its id, with a colon between them. */
  readonly id: string
  readonly location: string
}

/** A key as one text, which no other key has. */
export function stateKeyText({ kind, id, location }: StateKey): string {
  return JSON.stringify([kind, id, location])
}
