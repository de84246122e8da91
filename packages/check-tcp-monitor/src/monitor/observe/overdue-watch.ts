import type { Findings } from '../incidents/build-findings.js'
import type { CheckRegistry } from '../judge/check-registry.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import { listed } from '../text/listed.js'
import type { AwakeTime } from './awake-time.js'
import { isOverdue } from './overdue.js'

/** Awake for so long, a process has seen what there is to see. */
const SETTLED_MS = 60_000

/** Until checks that seem to be overdue are looked at again. */
const CONFIRM_MS = 5_000

/** What a look at the checks came to. */
export type OverdueNews =
  /** The incident of the monitor opens, or is now so. */
  | { readonly kind: 'report'; readonly findings: Findings }
  /** Those that have just woken up with the process come at once: what is over by then is not announced. */
  | { readonly kind: 'confirm'; readonly afterMs: number }
  /** There is no such incident, whatever the process before this one said. */
  | { readonly kind: 'over' }
  | { readonly kind: 'none' }

/** Notices checks that do not come. */
export class OverdueWatch {
  readonly #checks: CheckRegistry
  readonly #awake: AwakeTime
  #count = 0
  #isReported = false

  constructor(checks: CheckRegistry, awake: AwakeTime) {
    this.#checks = checks
    this.#awake = awake
  }

  /** How many there were at the last look. */
  get count(): number {
    return this.#count
  }

  /** To be called now and then. */
  look(): OverdueNews {
    const overdue = this.#overdue()
    if (overdue.length > 0) {
      return this.#isReported ? report(overdue) : { kind: 'confirm', afterMs: CONFIRM_MS }
    }
    // What the process before this one said is taken back only once there was time for every check.
    const isOver = this.#isReported || this.#awake.ms > SETTLED_MS
    this.#isReported = false
    return { kind: isOver ? 'over' : 'none' }
  }

  /** To be called when a look is to be confirmed. */
  confirm(): OverdueNews {
    const overdue = this.#overdue()
    if (overdue.length === 0) return { kind: 'none' }
    this.#isReported = true
    return report(overdue)
  }

  #overdue(): readonly CheckRuntime[] {
    const own = this.#checks.all().filter(({ check }) => !check.fleet)
    const overdue = own.filter((each) => isOverdue(each, this.#awake.ms))
    this.#count = overdue.length
    return overdue
  }
}

function report(overdue: readonly CheckRuntime[]): OverdueNews {
  const names = listed(overdue.map(({ check }) => check.id))
  const error =
    overdue.length === 1
      ? `The check ${names} is overdue, so nothing is known about its target`
      : `${overdue.length} checks are overdue, so nothing is known about their targets: ${names}`
  return { kind: 'report', findings: { verdict: 'unknown', severity: 'warning', error } }
}
