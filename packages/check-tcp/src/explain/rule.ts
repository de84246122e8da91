import type { Confidence, Reason } from './explanation.js'
import type { Facts } from './facts.js'

/** One line of the table of reasons. */
export interface Rule {
  readonly reason: string
  readonly fault: Reason['fault']
  /** Certain reasons that it may stand beside, since both can be true; beside any other certain one it is left out. */
  readonly goesWith?: readonly string[]
  /** How sure the reason is with these facts; nothing where it does not hold. */
  readonly when: (facts: Facts) => Confidence | false | undefined
  readonly text: (facts: Facts) => string
  /** What speaks for it; what is false or undefined is left out. */
  readonly evidence: (facts: Facts) => readonly (string | false | undefined)[]
  readonly next: (facts: Facts) => readonly (string | false | undefined)[]
}
