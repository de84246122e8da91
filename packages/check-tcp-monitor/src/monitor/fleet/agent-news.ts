import type { Observation } from '../../core/wire/observation.js'

/** What an agent said last. */
export interface AgentNews {
  readonly location: string
  readonly isIsolated: boolean
  /** What it found, which is stored already. */
  readonly observations: readonly Observation[]
  /** The checks that it has voted on. */
  readonly checkIds: readonly string[]
}
