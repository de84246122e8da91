/** What people write, and what they are told: all of it, at the places where it is. */
export type Mistake = readonly [what: string, text: string, problems: readonly string[]]
