import { callsTo } from './calls.js'
import type { Host } from './host.js'
import { endProcess, startInHost } from './host-process.js'
import type { ServicesMethods } from './services-methods.js'

/** A process inside a host that opens servers, keeps connections and serves names. */
export interface Services extends ServicesMethods, AsyncDisposable {
  close(): Promise<void>
}

export async function startServices(host: Host): Promise<Services> {
  const child = startInHost(host, { program: 'services-process.js' })
  const call = await callsTo<ServicesMethods>(child)
  const close = () => endProcess(child)
  return {
    listen: (...args) => call('listen', ...args),
    closings: (...args) => call('closings', ...args),
    listenStopped: (...args) => call('listenStopped', ...args),
    dial: (...args) => call('dial', ...args),
    hangUp: (...args) => call('hangUp', ...args),
    serveNames: (...args) => call('serveNames', ...args),
    queriesFor: (...args) => call('queriesFor', ...args),
    close,
    [Symbol.asyncDispose]: close,
  }
}
