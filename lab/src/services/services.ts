import type { ChildProcess } from 'node:child_process'
import type { Host } from '../network/host.js'
import { type Call, callsTo } from '../processes/calls.js'
import { endProcess, startInHost } from '../processes/host-process.js'
import type { ServicesMethods } from './services-methods.js'

/** A process inside a host that opens servers, keeps connections and serves names. */
export interface Services extends ServicesMethods, AsyncDisposable {
  close(): Promise<void>
}

interface Started {
  readonly child: ChildProcess
  readonly call: Call<ServicesMethods>
}

/** The process starts when it is first asked for something. */
export function servicesOn(host: Host): Services {
  let started: Promise<Started> | undefined
  const calls = async () => {
    started ??= start(host)
    return (await started).call
  }
  const close = async () => {
    if (started) await endProcess((await started).child)
  }
  return {
    listen: async (...args) => (await calls())('listen', ...args),
    closings: async (...args) => (await calls())('closings', ...args),
    listenStopped: async (...args) => (await calls())('listenStopped', ...args),
    dial: async (...args) => (await calls())('dial', ...args),
    hangUp: async (...args) => (await calls())('hangUp', ...args),
    serveNames: async (...args) => (await calls())('serveNames', ...args),
    queriesFor: async (...args) => (await calls())('queriesFor', ...args),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function start(host: Host): Promise<Started> {
  const child = startInHost(host, { program: 'services/services-process.js' })
  return { child, call: await callsTo<ServicesMethods>(child) }
}
