import type { Clock } from '../core/clock.js'
import type { IpAddress } from '../core/target/ip-address.js'
import type { Engine } from './engine.js'

/**
 * Binds a fixed source port on the one address that the connection will come from. Bound on every address, the port would
 * count as in use when any other address of this machine has it. Connects without a source port pass straight through.
 */
export function bindingSource(engine: Engine, clock: Clock): Engine {
  return {
    get name() {
      return engine.name
    },
    connect(request, settle) {
      if (request.sourcePort === undefined || request.signal?.aborted) {
        engine.connect(request, settle)
        return
      }
      const startMs = clock.monotonicMs()
      void sourceAddressTo(request.address, request.port).then((sourceAddress) => {
        const timeoutMs = Math.max(0, request.timeoutMs - (clock.monotonicMs() - startMs))
        engine.connect({ ...request, timeoutMs, sourceAddress }, settle)
      })
    },
    close: () => engine.close(),
  }
}

/** Loaded on demand, since a check should start fast; there may be no descriptor left to load it with. */
async function sourceAddressTo(address: IpAddress, port: number): Promise<string | undefined> {
  try {
    return await (await import('./route-source.js')).routeSourceTo(address, port)
  } catch {
    return undefined
  }
}
