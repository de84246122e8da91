import type { Fault } from '../core/failure/failure.js'
import type { CheckResult } from '../core/wire/result.js'
import type { Evidence, ProbeName } from './evidence.js'

/** How sure a reason is: `certain` was seen itself, `likely` fits all that was seen, `possible` contradicts nothing. */
export const CONFIDENCES = ['certain', 'likely', 'possible'] as const

export type Confidence = (typeof CONFIDENCES)[number]

/** One way to explain a result. */
export interface Reason {
  /** A name for programs, such as `nothing_listens`. */
  readonly reason: string
  /** Whose fault it is; `none` where nothing is wrong. */
  readonly fault: Fault | 'none'
  readonly confidence: Confidence
  /** The reason in one sentence. */
  readonly text: string
  /** The evidence for it, one fact each. */
  readonly evidence: readonly string[]
  /** Commands to copy. */
  readonly next_steps: readonly string[]
}

/** Why a check came out as it did. */
export interface Explanation {
  readonly result: CheckResult
  /** The most likely first; never empty. */
  readonly reasons: readonly Reason[]
  readonly evidence: Evidence
  readonly not_asked: readonly {
    readonly probe: ProbeName
    readonly because: string
  }[]
  /** Seconds that the probes took, beyond the check itself. */
  readonly probe_time: number
}
