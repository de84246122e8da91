import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { accessTokens } from '../core/config/access.js'
import { AccessControl, type HttpConfig } from './access/access-control.js'
import { ActLog } from './access/act-log.js'
import type { ApiTools } from './api/endpoint/api-tools.js'
import { describeIndex } from './api/endpoint/describe-index.js'
import type { Endpoint, Received } from './api/endpoint/endpoint.js'
import { Pages } from './dashboard/pages.js'
import { encodeAnswers } from './encode-answers.js'
import { ENDPOINTS } from './endpoints.js'
import { EventStreams } from './events/event-streams.js'
import { authorise, CSRF_HEADER, notSignedIn } from './guard/authorise.js'
import { checkHost } from './guard/host-guard.js'
import { checkOrigin } from './guard/origin-guard.js'
import { SECURITY_HEADERS } from './guard/security-headers.js'
import type { HttpOptions } from './http-options.js'
import { MonitorMetrics } from './metrics/monitor-metrics.js'
import { readOpenApi } from './openapi/read-openapi.js'
import { OverviewAnswers } from './overview/overview-answers.js'
import { OverviewBoard } from './overview/overview-board.js'
import { getOverview } from './overview/overview-endpoint.js'
import { Prober } from './probe/prober.js'
import { HttpProblem } from './problem/http-problem.js'
import { problemOf, problemResponse } from './problem/problem-response.js'
import { Semaphore } from './semaphore.js'

/** Checks that callers have run on demand at once; what is due is not to wait for them. */
const MAX_RUNS = 20

/** Without a socket there is no peer: a test asks the app itself. */
export type AppEnv = { Bindings: Partial<HttpBindings> }

export interface App {
  readonly hono: Hono<AppEnv>
  /** Ends the streams of events, and takes what was subscribed to back. */
  close(): Promise<void>
}

/**
 * The whole API, without a listener.
 *
 * @param listensLocally whether it is served to this machine alone, so that without a token it may be read
 */
export function createApp(options: HttpOptions, listensLocally: boolean): App {
  const { clock, monitor, machineRules } = options
  const streams = new EventStreams(clock)
  const board = new OverviewBoard({
    ...{ monitor, clock, version: options.version },
    queries: options.store.queries,
    location: () => options.config().location,
  })
  const overview = new OverviewAnswers(board, () => clock.monotonicMs())
  const pages = options.dashboard && new Pages(options.dashboard, board, () => clock.monotonicMs())
  const tools: ApiTools = {
    options,
    access: new AccessControl(clock, listensLocally),
    acts: new ActLog(machineRules?.audit, clock),
    streams,
    overview,
    metrics: new MonitorMetrics(options, () => streams.open),
    prober: new Prober(options),
    runs: new Semaphore(MAX_RUNS),
    openedAtMs: clock.monotonicMs(),
    index: describeIndex(ENDPOINTS, options.version),
    openApi: readOpenApi(),
  }
  const hono = new Hono<AppEnv>()
  hono.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!context.res.headers.has(name)) context.header(name, value)
    }
  })
  hono.use(encodeAnswers)
  hono.use(async (context, next) => {
    guard(context, options, pages?.isVisit(context.req.raw) ?? false)
    const isReader = () => isLetIn(getOverview, () => receivedOf(context, httpOf(options)), tools)
    const page = await pages?.answer(context.req.raw, isReader)
    return page ?? next()
  })
  for (const endpoint of ENDPOINTS) {
    hono.on(endpoint.method, honoPath(endpoint), (context) => {
      const received = () => receivedOf(context, httpOf(options))
      const isStillLetIn = () => isLetIn(endpoint, received, tools)
      return endpoint.respond({ ...admit(endpoint, received(), tools), isStillLetIn }, tools)
    })
  }
  for (const path of new Set(ENDPOINTS.map(honoPath))) {
    const methods = ENDPOINTS.filter((each) => honoPath(each) === path).map(({ method }) => method)
    hono.all(path, () => {
      const allowed = methods.join(', ')
      throw new HttpProblem('method_not_allowed', `use ${allowed}`, { headers: { Allow: allowed } })
    })
  }
  hono.notFound(
    ({ req }) =>
      pages?.notFound(req.raw) ??
      problemResponse(new HttpProblem('not_found', 'nothing is here; / lists what there is')),
  )
  hono.onError((error) => {
    const problem = problemOf(error)
    if (problem.problem === 'internal') options.log?.('a request failed', { error })
    return problemResponse(problem)
  })
  return {
    hono,
    async close() {
      streams.close()
      board.close()
      tools.metrics.close()
      await tools.prober.close()
    },
  }
}

/** What every request must pass, whatever it asks for. */
function guard({ req }: Context<AppEnv>, options: HttpOptions, isVisit: boolean): void {
  const { hosts } = httpOf(options)
  const host = req.header('host') ?? new URL(req.url).host
  checkHost(host, hosts)
  if (!isVisit) checkOrigin(req.header('origin'), req.header('sec-fetch-site'), host)
}

function httpOf({ config }: HttpOptions): HttpConfig {
  const { http } = config()
  if (http) return http
  throw new HttpProblem('unavailable', '`http` is turned off in the config')
}

/** The same, with who asks, where not anybody may. @throws {HttpProblem} where they may not */
function admit({ role }: Endpoint, received: Received, { access }: ApiTools): Received {
  if (role === 'anybody') return received
  const { request, peer, http } = received
  const { headers, method } = request
  const caller = access.identify({ headers, peer }, http)
  if (!caller) throw notSignedIn(accessTokens(http).length > 0, http.authProxy !== undefined)
  const writes = method !== 'GET' && method !== 'HEAD'
  authorise(caller, { role, writes, csrf: headers.get(CSRF_HEADER) ?? undefined })
  return { ...received, caller }
}

/** Whether who asks is let in now: for a page that else offers to sign in, and for what goes on and on. */
function isLetIn(endpoint: Endpoint, received: () => Received, tools: ApiTools): boolean {
  try {
    admit(endpoint, received(), tools)
    return true
  } catch (error) {
    if (error instanceof HttpProblem) return false
    throw error
  }
}

function receivedOf({ req, env }: Context<AppEnv>, http: HttpConfig): Received {
  const { incoming, outgoing } = env ?? {}
  return {
    request: req.raw,
    path: req.param(),
    query: new URL(req.url).searchParams,
    peer: incoming?.socket.remoteAddress?.replace(/^::ffff:/i, '') ?? 'unknown',
    http,
    isStillLetIn: () => true,
    cut: () => outgoing?.destroy(),
  }
}

function honoPath({ path }: Endpoint): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}
