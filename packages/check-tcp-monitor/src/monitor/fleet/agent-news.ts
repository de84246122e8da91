/** What an agent said last. */
export interface AgentNews {
  readonly location: string
  readonly isIsolated: boolean
  /** The checks that it has voted on. */
  readonly checkIds: readonly string[]
}
