import type { SystemFailure } from '../core/classify.js'
import type { AllowedAddress } from '../policy/allowed-address.js'

/** How a connection that stands is closed: politely, or so that its port is free at once. */
export type CloseMode = 'fin' | 'rst'

/** One TCP handshake with one address. */
export interface ConnectRequest {
  readonly address: AllowedAddress
  readonly port: number
  /** Bound before connecting; `undefined` lets the kernel choose. */
  readonly sourcePort: number | undefined
  /** Milliseconds until the connect is given up. */
  readonly timeoutMs: number
  /** `undefined` lets the engine choose: RST with a source port or where ephemeral ports run short, else FIN. */
  readonly close?: CloseMode
  readonly signal: AbortSignal
}

/** How a handshake ended. Exactly one outcome comes for every request; the descriptor is then closed or closing. */
export type ConnectOutcome =
  | {
      readonly kind: 'connected'
      /** Milliseconds of the handshake. */
      readonly connectMs: number
      readonly sourceAddress: string
      readonly sourcePort: number
      /** SYNs sent again; `undefined` where nobody knows. */
      readonly synRetransmits: number | undefined
      /** Both ends are the same address and port: the socket connected to itself (RFC 9293 section 3.5). */
      readonly selfConnected: boolean
    }
  | { readonly kind: 'failed'; readonly connectMs: number; readonly system: SystemFailure }
  | { readonly kind: 'timeout'; readonly connectMs: number }
  | { readonly kind: 'aborted'; readonly connectMs: number }

/** A way to do connects. Every engine passes the same conformance suite. */
export interface Engine {
  readonly name: 'node' | 'native'
  /** Never rejects. */
  connect(request: ConnectRequest): Promise<ConnectOutcome>
  /** Resolves when every connection has been closed politely or its deadline for that has passed. */
  close(): Promise<void>
}
