/**
 * How many of a check's locations must call its target down until it is down.
 * - `majority`: more than half of them.
 * - `all`, `any`: every one, a single one.
 * - a whole number from 1 to the number of locations.
 */
export type Quorum = 'majority' | 'all' | 'any' | number

/** A place from which an agent makes checks. */
export interface FleetLocation {
  readonly name: string
  readonly tags: readonly string[]
}

/** Down from this location is expected for now, and is no partial outage. */
interface AcceptedOutage {
  readonly location: string
  /** Wall milliseconds, exclusive. */
  readonly until: number
  /** Why, for people. */
  readonly because: string
}

/** From where a check is made, and what its locations together mean. */
export interface CheckFleet {
  /** Names of locations, in the order of the config; at least one. */
  readonly from: readonly string[]
  readonly quorum: Quorum
  readonly accepted: readonly AcceptedOutage[]
  /** How long a target is unreachable from a minority until it counts as degraded. */
  readonly partialAfterMs: number
}

/** Where a hub serves its agents. */
export interface HubConfig {
  readonly host: string
  readonly port: number
  /** By which agents reach it; the first stands in join strings. None: by the name of this machine. */
  readonly urls: readonly string[]
  /** Of the PostgreSQL that it shares with other hubs, with its password; absent: a SQLite of its own. */
  readonly database?: string
  /** PEM; absent: a certificate of its own, by whose key agents know it. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** PEM of the authorities of which an agent must have a certificate; absent: agents need none. */
  readonly clientAuthority?: string
}
