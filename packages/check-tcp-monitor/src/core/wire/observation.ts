import type { Failure, Fault } from 'check-tcp'
import type { CountsAs } from '../time/time-state.js'

/**
 * What one check tells of its target.
 * - `good`: found as expected.
 * - `slow`: found as expected, and it took longer than is expected or normal, or a certificate expires soon.
 * - `bad`: not as expected, by a fault of the target or of the network.
 * - `unknown`: a fault of this machine, of the name service or of the policy: it says nothing of the target.
 */
export const OUTCOMES = ['good', 'slow', 'bad', 'unknown'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What is kept of one check. Exactly one for each check that was scheduled and made. */
export interface Observation {
  readonly checkId: string
  readonly location: string
  /** Wall time of the decision, milliseconds since 1970. */
  readonly at: number
  readonly outcome: Outcome
  /** Milliseconds of the handshake; absent where nothing connected. */
  readonly responseMs?: number
  /** Milliseconds until the first address was known. */
  readonly dnsMs?: number
  /** SYNs sent again: loss, not latency; such a sample stays out of baselines. */
  readonly synRetransmits?: number
  /** The address that speaks for the check. */
  readonly address?: string
  readonly attempts: number
  readonly failure?: Failure
  readonly fault?: Fault
  /** The result's `error` text. */
  readonly error?: string
  readonly code?: string
  readonly cause?: string
  /** The event loop stood still while the check was made, or the machine slept: its times are not to be trusted. */
  readonly suspect?: true
  /** When the first certificate of the target's chain expires, wall milliseconds; where TLS was spoken. */
  readonly certificateExpiresAt?: number
  /** Milliseconds between when the check was due and when it was begun. */
  readonly latenessMs?: number
  /** What the time until the next observation counts as, where the outcome alone does not say it (`outcomeCountsAs`). */
  readonly countsAs?: CountsAs
  /** Milliseconds for which it speaks for its target where no other one comes. @default 5 minutes */
  readonly validMs?: number
}
