import type { Clock } from '../core/clock.js'
import type { ConnectOutcome, ConnectRequest, Engine } from './engine.js'
import { createNodeEngine } from './node/node-engine.js'

/** A handful of connects is done before a thread has started; more than this and the thread pays. */
const A_HANDFUL = 8

/** What became of the native engine, for people: `--verbose` says it. */
export type NativeState = 'not needed yet' | 'in use' | { readonly unavailable: string }

export interface AutoEngine extends Engine {
  readonly nativeState: NativeState
}

/**
 * Starts with the node engine, which needs no thread and loads nothing, and moves to the native engine when more than a
 * handful of connects are under way. Where that is not to be had, the node engine goes on serving.
 */
export function createAutoEngine({ clock }: { readonly clock: Clock }): AutoEngine {
  const node = createNodeEngine({ clock })
  let native: Engine | undefined
  let nativeState: NativeState = 'not needed yet'
  let loading: Promise<void> | undefined
  let underWay = 0

  async function loadNative(): Promise<void> {
    const { openNativeEngine } = await import('./native/native-engine.js')
    const opened = openNativeEngine({ clock })
    if ('engine' in opened) native = opened.engine
    nativeState = 'engine' in opened ? 'in use' : { unavailable: opened.because }
  }

  async function connect(request: ConnectRequest): Promise<ConnectOutcome> {
    underWay++
    if (underWay > A_HANDFUL) loading ??= loadNative()
    const engine = underWay > A_HANDFUL && native ? native : node
    const outcome = await engine.connect(request)
    underWay--
    return outcome
  }

  return {
    name: 'node',
    connect,
    get nativeState() {
      return nativeState
    },
    async close() {
      await loading
      await Promise.all([node.close(), native?.close()])
    },
  }
}
