import type { Clock } from '../core/clock.js'
import type { ConnectOutcome, ConnectRequest, Engine, EngineName } from './engine.js'

/** What came of a connect after every connection to itself was seen through. */
export type GuardedOutcome =
  | Exclude<ConnectOutcome, { kind: 'connected' }>
  | Extract<ConnectOutcome, { kind: 'connected' }>
  | { readonly kind: 'self_connected'; readonly connectMs: number; readonly engine: EngineName }

/** Takes the outcome, and how many times the socket had connected to itself. */
type SettleGuarded = (outcome: GuardedOutcome, selfConnects: number) => void

/** The first try and two more: a third self-connect in a row says that nobody listens there. */
const MAX_TRIES = 3

/**
 * Connects, and sees through a socket that connected to itself: a closed local port in the ephemeral range
 * can be chosen as the source port of its own probe, and TCP's simultaneous open (RFC 9293 section 3.5)
 * then "succeeds" with nobody there.
 *
 * @param endMs when the last of the tries must be over, by the clock
 */
export function connectAvoidingSelf(
  engine: Engine,
  request: ConnectRequest,
  { clock, endMs }: { readonly clock: Clock; readonly endMs: number },
  settle: SettleGuarded,
): void {
  engine.connect(request, (outcome) => {
    if (outcome.kind !== 'connected' || !outcome.selfConnected) settle(outcome, 0)
    else connectAgain(engine, request, clock, { first: outcome, endMs }, settle)
  })
}

/** After a first connection to itself. */
function connectAgain(
  engine: Engine,
  request: ConnectRequest,
  clock: Clock,
  { first, endMs }: { readonly first: ConnectOutcome; readonly endMs: number },
  settle: SettleGuarded,
): void {
  // A fixed source port would meet itself again every time.
  const tries = request.sourcePort === undefined ? MAX_TRIES : 1
  const again = (selfConnects: number, connectMs: number, by: EngineName): void => {
    const leftMs = endMs - clock.monotonicMs()
    if (selfConnects >= tries || leftMs <= 0) {
      settle({ kind: 'self_connected', connectMs, engine: by }, selfConnects)
      return
    }
    engine.connect({ ...request, timeoutMs: leftMs }, (outcome) => {
      if (outcome.kind !== 'connected' || !outcome.selfConnected) settle(outcome, selfConnects)
      else again(selfConnects + 1, connectMs + outcome.connectMs, outcome.engine)
    })
  }
  again(1, first.connectMs, first.engine)
}
