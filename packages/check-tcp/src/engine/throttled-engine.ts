import { abortable } from '../core/abort.js'
import type { Clock } from '../core/clock.js'
import type { ConnectOutcome, ConnectRequest, Engine, Settle } from './engine.js'

/** What a system call says when this machine has run out of something that comes back by itself. */
const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])

/** How often one more is let in to see whether there is room again: what is under way may take long to give any back. */
const TRIAL_MS = 20

/**
 * Waits for descriptors and ephemeral ports instead of failing, while the connect's time lasts: the number of connects
 * under way is held where the machine's limit showed itself, and grows again as connects succeed.
 */
export function throttled(engine: Engine, clock: Clock): Engine {
  let limit = Number.POSITIVE_INFINITY
  let connectedSince = 0
  let underWay = 0
  const waiting: (() => void)[] = []
  /** What the machine said when it had no room last. */
  let exhausted: ConnectOutcome | undefined
  let cancelTrial: (() => void) | undefined

  /**
   * By one a round, so that a known limit is tried out seldom. After two rounds without a refusal the limit is far too
   * low, since a crowd that met it at once has pushed it down; then it doubles from round to round.
   */
  function grow(): void {
    connectedSince++
    limit = Math.max(limit + 1 / Math.max(limit, 1), connectedSince / 2)
  }

  function letIn(): void {
    while (underWay < limit && waiting.length > 0) {
      underWay++
      waiting.shift()?.()
    }
    if (waiting.length === 0) {
      cancelTrial?.()
      cancelTrial = undefined
    }
  }

  function tryOneMore(): void {
    limit = Math.max(limit, underWay + 1)
    cancelTrial = clock.setTimer(TRIAL_MS, tryOneMore)
    letIn()
  }

  /** Resolves with true for a place among those under way, with false when the time is over or nobody wants it any more. */
  function place({ signal }: ConnectRequest, leftMs: number): Promise<boolean> {
    let enter = () => {}
    const leave = () => {
      const index = waiting.indexOf(enter)
      if (index >= 0) waiting.splice(index, 1)
      return false
    }
    return abortable<boolean>(signal, leave, (settle) => {
      enter = () => settle(true)
      waiting.push(enter)
      cancelTrial ??= clock.setTimer(TRIAL_MS, tryOneMore)
      return clock.setTimer(leftMs, () => settle(leave()))
    })
  }

  function connect(request: ConnectRequest, settle: Settle): void {
    if (underWay >= limit || waiting.length > 0) return void connectInTurn(request, settle)
    underWay++
    connectOnce(request, (outcome) => {
      if (isExhausted(outcome, request)) void connectInTurn(request, settle)
      else settle(outcome)
    })
  }

  /** For a connect that has a place, which is given back. */
  function connectOnce(request: ConnectRequest, settle: Settle): void {
    engine.connect(request, (outcome) => {
      underWay--
      if (isExhausted(outcome, request)) {
        // This one had no room, so the others are as many as there is room for.
        limit = Math.min(limit, underWay)
        connectedSince = 0
        exhausted = outcome
      } else if (outcome.kind === 'connected') grow()
      if (waiting.length > 0) letIn()
      settle(outcome)
    })
  }

  async function connectInTurn(request: ConnectRequest, settle: Settle): Promise<void> {
    const { signal, timeoutMs } = request
    const endMs = clock.monotonicMs() + timeoutMs
    for (;;) {
      const mine = await place(request, endMs - clock.monotonicMs())
      const leftMs = Math.max(endMs - clock.monotonicMs(), 0)
      if (!mine && exhausted && !signal?.aborted) return settle(exhausted)
      const again = { ...request, timeoutMs: leftMs }
      if (!mine) return engine.connect(again, settle)
      const outcome = await new Promise<ConnectOutcome>((resolve) => connectOnce(again, resolve))
      // What had less than half of its time because of this machine says nothing of the target.
      if (outcome.kind === 'timeout' && exhausted && leftMs < timeoutMs / 2)
        return settle(exhausted)
      if (!isExhausted(outcome, request)) return settle(outcome)
    }
  }

  return {
    get name() {
      return engine.name
    },
    connect,
    close: () => engine.close(),
  }
}

function isExhausted(outcome: ConnectOutcome, { sourcePort }: ConnectRequest): boolean {
  if (outcome.kind !== 'failed') return false
  const { code, syscall, noSourceAddress } = outcome.system
  // No thread could be started.
  if (code === 'EAGAIN') return syscall === 'worker'
  // With a source port the same code means that this very connection is still open.
  if (code === 'EADDRNOTAVAIL') return sourcePort === undefined && !noSourceAddress
  return EXHAUSTED.has(code)
}
