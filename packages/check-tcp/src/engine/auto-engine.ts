import type { Clock } from '../core/clock.js'
import { createCloseModeChooser } from './close-mode.js'
import type { ConnectOutcome, ConnectRequest, Engine, Settle } from './engine.js'
import { createNodeEngine } from './node/node-engine.js'

/** A handful of connects is done before a thread has started; more than this and the thread pays. */
const A_HANDFUL = 8

/** How long the node engine serves alone after the thread of the native one could not be started or died. */
const REST_MS = 10_000

/** What became of the native engine, for people: `--verbose` says it. */
export type NativeState = 'not needed yet' | 'in use' | { readonly unavailable: string }

export interface AutoEngine extends Engine {
  readonly nativeState: NativeState
  /** Resolves when the native engine is loaded, where that has begun. */
  known(): Promise<void>
}

interface AutoEngineOptions {
  readonly clock: Clock
  /** Gets the native engine ready at once. @default false */
  readonly expectMany?: boolean
}

/**
 * Starts with the node engine, which needs no thread and loads nothing, and moves to the native engine when more than a
 * handful of connects are under way. Where that is not available, or no thread can be started for it (`pids.max` of a
 * container, `ulimit -u`), the node engine goes on serving.
 */
export function createAutoEngine({ clock, expectMany = false }: AutoEngineOptions): AutoEngine {
  // One for both, since they share the machine's ports.
  const chooseCloseMode = createCloseModeChooser(clock)
  const node = createNodeEngine({ clock, chooseCloseMode })
  let native: Engine | undefined
  let nativeState: NativeState = 'not needed yet'
  let loading: Promise<void> | undefined
  let restsUntilMs = 0
  let workerDeath: string | undefined
  let underWay = 0

  async function loadNative(): Promise<void> {
    try {
      const { openNativeEngine } = await import('./native/native-engine.js')
      const opened = openNativeEngine({ clock, chooseCloseMode })
      if ('engine' in opened) {
        native = opened.engine
        if (expectMany) opened.engine.start()
      }
      nativeState = 'engine' in opened ? 'in use' : { unavailable: opened.because }
    } catch (error) {
      nativeState = { unavailable: error instanceof Error ? error.message : String(error) }
    }
  }

  if (expectMany) loading = loadNative()

  /** Waits until the native engine is loaded: started with node, the crowd could take every descriptor that loading needs. */
  function connectInCrowd(request: ConnectRequest, settle: Settle): void {
    loading ??= loadNative()
    if (nativeState !== 'not needed yet') connectWithNative(request, settle)
    else void loading.then(() => connectWithNative(request, settle))
  }

  function connectWithNative(request: ConnectRequest, settle: Settle): void {
    const startMs = clock.monotonicMs()
    if (!native || startMs < restsUntilMs) {
      node.connect(request, settle)
      return
    }
    native.connect(request, (outcome) => {
      const death = deathIn(outcome)
      workerDeath = death
      if (death === undefined) {
        settle(outcome)
        return
      }
      const nowMs = clock.monotonicMs()
      restsUntilMs = nowMs + REST_MS
      const timeoutMs = Math.max(0, request.timeoutMs - (nowMs - startMs))
      node.connect({ ...request, timeoutMs }, settle)
    })
  }

  function connect(request: ConnectRequest, settle: Settle): void {
    const settleOne: Settle = (outcome) => {
      underWay--
      settle(outcome)
    }
    if (underWay++ < A_HANDFUL || request.keep) node.connect(request, settleOne)
    else connectInCrowd(request, settleOne)
  }

  return {
    name: 'node',
    connect,
    get nativeState() {
      return workerDeath === undefined ? nativeState : { unavailable: workerDeath }
    },
    known: () => loading ?? Promise.resolve(),
    async close() {
      await loading
      await Promise.all([node.close(), native?.close()])
    },
  }
}

/** Why the native engine has no thread, where that is what failed the connect. */
function deathIn(outcome: ConnectOutcome): string | undefined {
  if (outcome.kind !== 'failed' || outcome.system.syscall !== 'worker') return undefined
  return outcome.system.text ?? outcome.system.code
}
