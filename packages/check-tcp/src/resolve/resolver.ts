import type { Family, IpAddress } from '../core/target/ip-address.js'

/** What the name service said of a name and one address family. */
export type FamilyAnswer =
  | {
      readonly kind: 'addresses'
      readonly addresses: readonly IpAddress[]
      /** The name that has them, where a search domain completed the one that was asked for. */
      readonly fullName?: string
    }
  /** The name service answered: there is no such address (`ENOTFOUND`, `ENODATA`, ...). */
  | { readonly kind: 'none'; readonly code: string; readonly cause?: string }
  /** The name service itself failed or was silent: nothing is known about the name. */
  | {
      readonly kind: 'failed'
      readonly code: string
      readonly cause: string
      /** The name servers that it is said of, as `192.0.2.53` or `192.0.2.53:5353`. */
      readonly servers?: readonly string[]
    }
  /** This machine could not ask: out of descriptors or memory. */
  | { readonly kind: 'local'; readonly code: string }

/** A look-up under way: one answer a family, each as soon as it is known. Answers never reject. */
export interface Lookup {
  answer(family: Family): Promise<FamilyAnswer>
  /** The name servers that have been asked and were silent so far, for a caller that waits no longer. @default nobody knows */
  silentServers?(family: Family): readonly string[]
}

/** Turns names into addresses. */
export interface Resolver {
  /**
   * Looks `name` up for the given families, both at once. When `signal` aborts, the caller no longer waits
   * for the answers, and the look-up ends unless somebody else shares it.
   */
  lookup(name: string, families: readonly Family[], signal: AbortSignal): Lookup
}
