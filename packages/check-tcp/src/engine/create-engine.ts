import { type Clock, systemClock } from '../core/clock.js'
import { CheckTcpError } from '../core/errors/check-tcp-error.js'
import { createAutoEngine } from './auto-engine.js'
import { completeEngine } from './complete-engine.js'
import type { Engine } from './engine.js'
import { createNodeEngine } from './node/node-engine.js'

/** Connections that are to be kept are Node's sockets. */
function keepingWithNode(native: Engine, node: Engine): Engine {
  return {
    name: native.name,
    connect: (request, settle) => (request.keep ? node : native).connect(request, settle),
    async close() {
      await Promise.all([native.close(), node.close()])
    },
  }
}

export const ENGINE_CHOICES = ['auto', 'node', 'native'] as const

/** `auto`: node for a handful of connects, native for more where it is available. */
export type EngineChoice = (typeof ENGINE_CHOICES)[number]

/** Thrown where the native engine was asked for by name and this machine cannot have it. */
export class EngineUnavailableError extends CheckTcpError {
  override readonly name = 'EngineUnavailableError'
  readonly code = 'ENGINE_UNAVAILABLE'

  constructor(because: string) {
    super(`the native engine is not available here: ${because}`)
  }
}

/**
 * Makes an engine for `createChecker`. Every engine waits for descriptors and ephemeral ports that run short, while a
 * connect's time lasts.
 *
 * @throws {EngineUnavailableError} (as a rejection) for `native` where there is none; `auto` serves with node then
 * @example
 * const checker = createChecker({ engine: await createEngine('native') })
 */
export async function createEngine(
  choice: EngineChoice,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Promise<Engine> {
  switch (choice) {
    case 'auto':
      return completeEngine(createAutoEngine({ clock }), clock)
    case 'node':
      return completeEngine(createNodeEngine({ clock }), clock)
    case 'native': {
      const { openNativeEngine } = await import('./native/native-engine.js')
      const opened = openNativeEngine({ clock })
      if (!('engine' in opened)) throw new EngineUnavailableError(opened.because)
      return completeEngine(keepingWithNode(opened.engine, createNodeEngine({ clock })), clock)
    }
    default:
      return choice satisfies never
  }
}
