import type { Clock } from '../core/clock.js'
import type { ConnectOutcome, ConnectRequest, Engine } from './engine.js'

/** What a system call says when this machine has run out of something that comes back by itself. */
const EXHAUSTED = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])

/** How long until the next try where none of our own connects can give anything back. */
const RETRY_MS = 20

/**
 * Waits for descriptors and ephemeral ports instead of failing, while the connect's time lasts: the number of connects
 * under way is held where the machine's limit showed itself, and grows again as connects succeed.
 */
export function throttled(engine: Engine, clock: Clock): Engine {
  let limit = Number.POSITIVE_INFINITY
  let underWay = 0
  const waiting: (() => void)[] = []
  /** What the machine said when it had no room last. */
  let exhausted: ConnectOutcome | undefined

  function wakeNext(): void {
    if (underWay < limit) waiting.shift()?.()
  }

  /** Resolves when it is this connect's turn, its time is over, or nobody wants it any more. */
  function turn(leftMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        cancel()
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        const index = waiting.indexOf(go)
        if (index >= 0) waiting.splice(index, 1)
        go()
      }
      const cancel = clock.setTimer(leftMs, leave)
      signal?.addEventListener('abort', leave)
      waiting.push(go)
    })
  }

  async function connect(request: ConnectRequest): Promise<ConnectOutcome> {
    const crowded = underWay >= limit || waiting.length > 0
    const outcome = crowded ? undefined : await connectOnce(request)
    return outcome && !isExhausted(outcome, request) ? outcome : connectInTurn(request)
  }

  async function connectOnce(request: ConnectRequest): Promise<ConnectOutcome> {
    underWay++
    const outcome = await engine.connect(request)
    underWay--
    if (isExhausted(outcome, request)) {
      // This one had no room, so the others are as many as there is room for.
      limit = Math.max(1, Math.min(limit, underWay))
      exhausted = outcome
    } else {
      if (outcome.kind === 'connected') limit += 1 / limit
      wakeNext()
    }
    return outcome
  }

  async function connectInTurn(request: ConnectRequest): Promise<ConnectOutcome> {
    const { signal, timeoutMs } = request
    const endMs = clock.monotonicMs() + timeoutMs
    for (;;) {
      // With nothing of ours under way, something else of this machine has to give way first.
      await turn(
        Math.min(endMs - clock.monotonicMs(), underWay === 0 ? RETRY_MS : timeoutMs),
        signal,
      )
      const leftMs = endMs - clock.monotonicMs()
      if (leftMs <= 0 && exhausted && !signal?.aborted) {
        wakeNext()
        return exhausted
      }
      const outcome = await connectOnce({ ...request, timeoutMs: Math.max(leftMs, 0) })
      // What had less than half of its time because of this machine says nothing of the target.
      if (outcome.kind === 'timeout' && exhausted && leftMs < timeoutMs / 2) return exhausted
      if (!isExhausted(outcome, request)) return outcome
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
  const { code, noSourceAddress } = outcome.system
  // With a source port the same code means that this very connection is still open.
  if (code === 'EADDRNOTAVAIL') return sourcePort === undefined && !noSourceAddress
  return EXHAUSTED.has(code)
}
