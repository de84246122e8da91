import type { Fault } from 'check-tcp'

/** What keeps a location from knowing, besides blindness: its name service, its machine, its policy. */
export const TROUBLES = ['dns', 'local', 'policy'] as const
export type Trouble = (typeof TROUBLES)[number]

const WORDS: Readonly<Record<Trouble, string>> = {
  dns: 'The name service does not answer',
  local: 'This machine cannot make checks',
  policy: 'The policy denies checks',
}

export function troubleOf(fault: Fault | undefined): Trouble | undefined {
  return TROUBLES.find((trouble) => trouble === fault)
}

export function wordsFor(trouble: Trouble): string {
  return WORDS[trouble]
}

/** Which checks know nothing because of which trouble. */
export class Troubles {
  readonly #checks = new Map<Trouble, Set<string>>(TROUBLES.map((each) => [each, new Set()]))

  /** Notes what keeps `id` from knowing, if anything does. @returns the troubles that began and ended with it */
  note(id: string, trouble: Trouble | undefined): { began?: Trouble; ended?: Trouble } {
    const change: { began?: Trouble; ended?: Trouble } = {}
    for (const [each, checks] of this.#checks) {
      if (each === trouble) {
        if (checks.size === 0) change.began = each
        checks.add(id)
      } else if (checks.delete(id) && checks.size === 0) {
        change.ended = each
      }
    }
    return change
  }

  countOf(trouble: Trouble): number {
    return this.#checks.get(trouble)?.size ?? 0
  }
}
