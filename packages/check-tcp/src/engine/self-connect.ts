import type { Clock } from '../core/clock.js'
import type { ConnectOutcome, ConnectRequest, Engine, EngineName } from './engine.js'

/** What came of a connect after every connection to itself was seen through. */
export type GuardedOutcome =
  | Exclude<ConnectOutcome, { kind: 'connected' }>
  | (Extract<ConnectOutcome, { kind: 'connected' }> & { readonly selfConnected: false })
  | { readonly kind: 'self_connected'; readonly connectMs: number; readonly engine: EngineName }

export interface GuardedConnect {
  readonly outcome: GuardedOutcome
  /** How many times the socket had connected to itself. */
  readonly selfConnects: number
}

/** The first try and two more: a third self-connect in a row says that nobody listens there. */
const MOST_TRIES = 3

/**
 * Connects, and sees through a socket that connected to itself: a closed local port in the ephemeral range
 * can be chosen as the source port of its own probe, and TCP's simultaneous open (RFC 9293 section 3.5)
 * then "succeeds" with nobody there.
 */
export async function connectAvoidingSelf(
  engine: Engine,
  request: ConnectRequest,
  clock: Clock,
): Promise<GuardedConnect> {
  const startMs = clock.monotonicMs()
  // A fixed source port would meet itself again every time.
  const tries = request.sourcePort === undefined ? MOST_TRIES : 1
  let name = engine.name
  for (let selfConnects = 0; selfConnects < tries; selfConnects++) {
    const leftMs = request.timeoutMs - (clock.monotonicMs() - startMs)
    if (selfConnects > 0 && leftMs <= 0) break
    const outcome = await engine.connect({ ...request, timeoutMs: leftMs })
    name = outcome.engine
    if (outcome.kind !== 'connected') return { outcome, selfConnects }
    if (!outcome.selfConnected)
      return { outcome: { ...outcome, selfConnected: false }, selfConnects }
  }
  const connectMs = clock.monotonicMs() - startMs
  return { outcome: { kind: 'self_connected', connectMs, engine: name }, selfConnects: tries }
}
