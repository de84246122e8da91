import type { Door, NotSent } from '../check/door.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import type { IpAddress } from '../core/target/ip-address.js'
import type { CheckResult } from '../core/wire/result.js'

/** What is known before any probe is asked. */
export interface ExplainContext {
  readonly parameters: CheckParameters
  /** The check that is to be explained. */
  readonly result: CheckResult
  /** The name to look up, in ASCII; absent where the host is an address. */
  readonly name?: string
  /** The address that speaks for the check; absent where none is known. */
  readonly address?: IpAddress
  /** Does `address` belong to this machine? */
  readonly isThisMachine: boolean
  /** What the name is compared with. */
  readonly otherAddress?: IpAddress
  /** Ports of the host to compare with; the first one is a port that no service uses. */
  readonly controlPorts: readonly number[]
  /** Environment variables, for the proxies. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds that the probe may take; what it knows by then counts. */
  readonly budgetMs: number
  /** Aborts when the deadline is over. */
  readonly signal: AbortSignal
}

/** What a probe is told, and what it may use. */
export interface ProbeContext extends ExplainContext {
  /** The only way to send anything. */
  readonly door: Door
}

/** Why a probe has no finding. */
export type NotAsked = NotSent

/** One question whose answer may tell why a check failed. Probes know nothing of each other. */
export interface Probe<Name extends string, Finding extends object> {
  readonly name: Name
  /** What it asks, in a sentence. */
  readonly asks: string
  /** What it costs: packets and time. */
  readonly cost: string
  /** What it needs to be asked at all. */
  readonly needs: string
  /** Resolves with the finding within `budgetMs`; an error counts as not asked. */
  ask(context: ProbeContext): Promise<Finding | NotAsked>
}

export function isNotAsked(value: unknown): value is NotAsked {
  return typeof value === 'object' && value !== null && 'because' in value
}

export function isAsked<T>(value: T): value is Exclude<T, NotAsked> {
  return !isNotAsked(value)
}

export function notAsked(because: string): NotAsked {
  return { because }
}
