import { createChecker, validateCheck } from 'check-tcp'
import { createRouter } from '../../src/alert/route/router.js'
import type { MonitoredCheck } from '../../src/core/config/check.js'
import type { MonitorConfig } from '../../src/core/config/monitor-config.js'
import { type App, type AppEnv, createApp } from '../../src/http/create-app.js'
import type { HttpOptions } from '../../src/http/http-options.js'
import type { LookAt } from '../../src/monitor/evidence/look.js'
import { Monitor } from '../../src/monitor/monitor.js'
import { Draws } from '../simulator/draws.js'
import type { Fault, FaultKind } from '../simulator/faults.js'
import { World } from '../simulator/world.js'
import { againstOpenApi } from './openapi-checker.js'
import { SqliteStore } from './sqlite-store.js'
import { VirtualClock } from './virtual-clock.js'

export const TOKEN = 'a-token-of-the-tests'

type Http = NonNullable<MonitorConfig['http']>

export interface Asking {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** @default the right one; `null` for none */
  readonly token?: string | null
  /** The address that it comes from. @default there is no socket */
  readonly peer?: string
}

/** A monitor of a simulated network with its API, and nothing on the real one. */
export interface ServedMonitor {
  /** The one that runs now. */
  readonly monitor: Monitor
  readonly clock: VirtualClock
  readonly store: SqliteStore
  readonly options: HttpOptions
  readonly app: App
  /** Takes another config's checks or `http`. */
  configure(change: Partial<MonitorConfig>): void
  /** Ends the monitor and its API, and begins again with the same store. */
  restart(): Promise<void>
  /** Lets a fault begin now. @returns ends it */
  fault(kind: FaultKind, target?: number): () => void
  /** Asks the app; fails where the answer is not as the OpenAPI document has it. */
  ask(path: string, asking?: Asking): Promise<Response>
  [Symbol.asyncDispose](): Promise<void>
}

interface ServedOptions {
  readonly http?: Partial<Http> & { readonly token?: string }
  readonly checks?: readonly MonitoredCheck[]
  /** @default true */
  readonly listensLocally?: boolean
  readonly extras?: Partial<HttpOptions>
  /** @default nobody looks at targets */
  readonly lookAt?: LookAt
  /** @default with the token of the tests */
  readonly withoutToken?: boolean
}

/** `web` has the tag `site`, `db` the tag `data`; the third is called as awkwardly as names may be. */
export const AWKWARD = '100% a/b?ü#"\u0007'

export async function serveMonitor(served: ServedOptions = {}): Promise<ServedMonitor> {
  const clock = new VirtualClock()
  const draws = new Draws(1)
  const checks = served.checks ?? [
    checkOf('web', 1, { tags: ['site', 'production'], description: 'The site' }),
    checkOf('db', 2, { tags: ['data', 'production'] }),
    checkOf(AWKWARD, 3),
  ]
  const hosts = checks.map((_, position) => ({
    index: position + 1,
    address: `198.51.100.${position + 1}`,
    behindSwitch: false,
    roundTripMs: 10,
  }))
  const world = new World(clock, draws, hosts, [])
  const store = SqliteStore.open({ directory: ':memory:' })
  const token = served.withoutToken ? {} : { token: TOKEN }
  let config: MonitorConfig = {
    files: ['monitor.yaml'],
    location: 'lab',
    directory: ':memory:',
    checks,
    alerting: { channels: [], routes: [], inhibitions: [] },
    retention: { rawMs: 0, minuteMs: 0, hourMs: 0, incidentMs: 0 },
    http: { host: '127.0.0.1', port: 0, hosts: [], modules: {}, ...token, ...served.http },
    concurrency: 100,
  }
  const router = createRouter(config.alerting)
  const { engine, resolver } = world
  const begin = async () => {
    const monitor = new Monitor({
      config,
      router,
      clock,
      random: draws.next,
      checker: createChecker({ clock, engine, resolver, authorisation: 'simulated' }),
      store,
      baselines: { of: () => undefined },
      ...(served.lookAt ? { lookAt: served.lookAt } : {}),
    })
    await monitor.start()
    const options: HttpOptions = {
      config: () => config,
      monitor,
      clock,
      store,
      version: '1.2.3',
      probeWith: { engine, resolver },
      ...served.extras,
    }
    return { monitor, options, app: createApp(options, served.listensLocally ?? true) }
  }
  let { monitor, options, app } = await begin()
  return {
    get monitor() {
      return monitor
    },
    clock,
    store,
    get options() {
      return options
    },
    get app() {
      return app
    },
    async restart() {
      await app.close()
      await monitor.stop()
      const begun = await begin()
      monitor = begun.monitor
      options = begun.options
      app = begun.app
    },
    configure(change) {
      config = { ...config, ...change }
      monitor.reload(config, router)
    },
    fault(kind, target) {
      const fault: Fault = {
        kind,
        from: clock.monotonicMs(),
        until: Number.POSITIVE_INFINITY,
        ...(target === undefined ? {} : { target }),
      }
      return world.add(fault)
    },
    async ask(path, asking = {}) {
      const request = requestOf(path, asking)
      const response = await app.hono.fetch(request, socketFrom(asking.peer))
      const problem = await againstOpenApi(request, response)
      if (problem !== undefined) throw new Error(problem)
      return response
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await monitor.stop()
      await store.close()
    },
  }
}

export function checkOf(
  id: string,
  index: number,
  change: Partial<MonitoredCheck> = {},
): MonitoredCheck {
  return {
    id,
    plugin: 'check_tcp_connection',
    // So that the world knows by the port whose connect it is.
    parameters: validateCheck({
      host: `198.51.${100 + (index >> 8)}.${index & 255}`,
      port: 1_000 + index,
      timeout: 3,
    }),
    everyMs: 60_000,
    tags: [],
    confirm: 2,
    confirmEveryMs: 2_000,
    recover: 1,
    slowConfirm: 5,
    baseline: false,
    severity: 'critical',
    degradedSeverity: 'warning',
    alert: true,
    dependsOn: [],
    maintenance: [],
    canary: false,
    file: 'monitor.yaml',
    line: 1,
    ...change,
  }
}

/** The JSON of an answer that `ask` has held against the OpenAPI document. */
export async function jsonOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T
}

/** What the app sees of a socket. */
function socketFrom(remoteAddress: string | undefined): AppEnv['Bindings'] {
  if (remoteAddress === undefined) return {}
  return { incoming: { socket: { remoteAddress } } } as AppEnv['Bindings']
}

function requestOf(path: string, { method = 'GET', body, headers, token = TOKEN }: Asking) {
  const isText = typeof body === 'string'
  return new Request(`http://127.0.0.1:9116${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  })
}
