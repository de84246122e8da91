import type { Family } from '../network/host.js'
import type { NameRule } from './name-server.js'

/** A TCP server. */
export interface Service {
  readonly port: number
  /** Listens in one family only; in both where left out. */
  readonly family?: Family
  /**
   * What it does with a connection: `open` keeps it until the client closes, `banner` greets as well,
   * `reset` cuts it at once with a RST, `hang_up` with a FIN, `mute` never closes its end. `open` where left out.
   */
  readonly behaviour?: 'open' | 'banner' | 'reset' | 'hang_up' | 'mute'
  /** The address that it listens on; every one of the host where left out. */
  readonly address?: string
}

/** How connections came to their end, as the server saw it. */
export interface Closings {
  /** Ended by the client's FIN. */
  readonly fin: number
  /** Ended by the client's RST. */
  readonly rst: number
}

/** A connection that a test keeps. */
export interface Dial {
  readonly host: string
  readonly port: number
  readonly sourcePort?: number
}

/** What the services process of a host does for a test. */
export interface ServicesMethods {
  /** Opens a TCP server on every address of the host. */
  listen(service: Service): Promise<void>
  /** Waits until `count` connections of the server on `port` have come to their end, and says how. */
  closings(port: number, count: number): Promise<Closings>
  /**
   * Opens a server whose process is stopped, with a backlog of 1 where none is given. The kernel still takes
   * connections for it until the queue is full; with `full` it is, and Linux then answers the next SYNs with silence,
   * not with a RST.
   */
  listenStopped(
    port: number,
    options: { readonly full: boolean; readonly backlog?: number },
  ): Promise<void>
  /** Connects from this host and keeps the connection open; gives its source port. */
  dial(dial: Dial): Promise<number>
  /** Closes a kept connection by FIN, first of the two ends, and so leaves its 4-tuple in TIME_WAIT. */
  hangUp(sourcePort: number): Promise<void>
  /** Serves names on UDP port 53 of this host. */
  serveNames(rules: readonly NameRule[]): Promise<void>
  /** How many queries for a name came in, of all types. */
  queriesFor(name: string): Promise<number>
}
