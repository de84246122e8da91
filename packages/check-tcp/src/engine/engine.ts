import type { Socket } from 'node:net'
import type { LocalCause, SystemFailure } from '../core/failure/classify.js'
import type { AllowedAddress } from '../policy/allowed-address.js'

/** How a connection that stands is closed: politely, or so that its port is free at once. */
export type CloseMode = 'fin' | 'rst'

/** One TCP handshake with one address. */
export interface ConnectRequest {
  readonly address: AllowedAddress
  readonly port: number
  /** Bound before connecting; `undefined` lets the kernel choose. */
  readonly sourcePort: number | undefined
  /** Bound together with the source port. @default every address of this machine */
  readonly sourceAddress?: string | undefined
  /** Milliseconds until the connect is given up. */
  readonly timeoutMs: number
  /** `undefined` lets the engine choose: RST with a source port or where ephemeral ports run short, else FIN. */
  readonly close?: CloseMode | undefined
  /** Hands the connection over instead of closing it; the node engine does that, whichever was asked for. */
  readonly keep?: boolean
  /** Takes the connect back; it then ends as `aborted`. */
  readonly signal?: AbortSignal | undefined
}

/** A connection that stays open until its taker closes it. */
export interface KeptConnection {
  /** Paused; what the service has said can be read from it. */
  readonly socket: Socket
  /** To be called exactly once, also where the connection has broken. */
  close(): void
}

export type EngineName = 'node' | 'native'

/** How a handshake ended, and which engine made it. */
export type ConnectOutcome = Handshake & { readonly engine: EngineName }

/** Takes the outcome of a connect. */
export type Settle = (outcome: ConnectOutcome) => void

/** How a handshake ended. Exactly one comes for every request; the descriptor is then closed or closing. */
export type Handshake =
  | {
      readonly kind: 'connected'
      /** Milliseconds of the handshake, as measured. */
      readonly connectMs: number
      /** The kernel's own round trip (TCP_INFO), where it is available and no SYN was sent again. */
      readonly kernelMs?: number | undefined
      readonly sourceAddress: string
      readonly sourcePort: number
      /** SYNs sent again; `undefined` where nobody knows. */
      readonly synRetransmits: number | undefined
      /** Both ends are the same address and port: the socket connected to itself (RFC 9293 section 3.5). */
      readonly selfConnected: boolean
      /** The peer (getpeername(2)) is not the address that was asked for; the connection is closed by RST. */
      readonly misdirected?: true
      /** There where it was asked for and the connection is not one to itself. */
      readonly kept?: KeptConnection
    }
  | { readonly kind: 'failed'; readonly connectMs: number; readonly system: SystemFailure }
  | {
      readonly kind: 'timeout'
      readonly connectMs: number
      /** Why no question left this machine, where that is so and the kernel lets it be seen. */
      readonly local?: LocalCause | undefined
    }
  | { readonly kind: 'aborted'; readonly connectMs: number }

/** A way to do connects. Every engine passes the same conformance suite. */
export interface Engine {
  /** The engine that a check names which came to no connect. */
  readonly name: EngineName
  /**
   * Calls `settle` exactly once, perhaps before it returns; never throws. A callback, since a promise for each layer that
   * an outcome passes costs more than the connect.
   */
  connect(request: ConnectRequest, settle: Settle): void
  /** Resolves when every connection has been closed politely or its deadline for that has passed. */
  close(): Promise<void>
}
