import { InvalidParametersError, validateCheck } from 'check-tcp'
import { escapeControl, quote } from 'check-tcp/words'
import { Registry } from 'prom-client'
import * as v from 'valibot'
import { longestCheckMs } from '../../core/config/longest-check.js'
import type { ProbeModule } from '../../core/config/monitor-config.js'
import type { ApiTools } from '../api/endpoint/api-tools.js'
import type { Endpoint, Received } from '../api/endpoint/endpoint.js'
import { HttpProblem } from '../problem/http-problem.js'
import { probeLimit, TIMEOUT_HEADER } from './probe-limit.js'
import { probeLog } from './probe-log.js'
import { probeMetrics } from './probe-metrics.js'
import { parseProbeTarget } from './probe-target.js'

/** Where the request names no module. It is there without being configured: a plain connection. */
const DEFAULT_MODULE = 'tcp_connect'

/** Seconds, where neither the module nor the scrape says. */
const DEFAULT_TIMEOUT = 10

const word = v.pipe(v.string(), v.maxLength(1_000))

/** blackbox_exporter's own door, so that its scrape jobs work here. Errors are text, as there. */
export const probe: Endpoint = {
  id: 'probe',
  method: 'GET',
  path: '/probe',
  summary: "Probes a target that the caller names, as blackbox_exporter's `/probe` does",
  role: 'read',
  pathEntries: {},
  queryEntries: {
    target: v.pipe(word, v.description('HOST:PORT or [IPV6]:PORT')),
    module: v.optional(v.pipe(word, v.description(`${DEFAULT_MODULE} if left out`))),
    debug: v.optional(v.pipe(word, v.description('`true` for what the probe did, as text'))),
  },
  answer: { status: 200, media: 'text/plain', description: 'The metrics of this probe alone' },
  problems: [],
  textProblems: {
    400: 'The target, the module or the time cannot be used',
    403: 'No policy allows probes',
    503: 'Too many probes are under way',
  },
  async respond(received, tools) {
    if (received.request.method === 'HEAD') {
      throw new HttpProblem('method_not_allowed', 'use GET', { headers: { Allow: 'GET' } })
    }
    const release = tools.prober.tryAcquire()
    if (!release) return text(503, 'too many probes are under way', { 'Retry-After': '1' })
    try {
      return await makeProbe(received, tools)
    } catch (error) {
      if (error instanceof InvalidParametersError) return text(400, error.message)
      throw error
    } finally {
      release()
    }
  },
}

async function makeProbe(received: Received, { options, prober }: ApiTools): Promise<Response> {
  const { query, request, peer } = received
  const http = options.config().http
  if (!http?.probePolicy) {
    return text(403, 'denied: `probe_policy` of `http` in the config says what may be probed')
  }
  const name = query.get('module') || DEFAULT_MODULE
  const module = moduleOf(name, http.modules)
  if (!module) return text(400, `there is no module ${quote(name)}`)
  const asked = query.get('target') ?? ''
  if (asked === '') return text(400, 'the parameter `target` is missing')
  const target = parseProbeTarget(asked)
  if (!target) return text(400, `${quote(asked)} is not HOST:PORT or [IPV6]:PORT`)
  const own = module.timeout ?? DEFAULT_TIMEOUT
  const limit = probeLimit(request.headers.get(TIMEOUT_HEADER) ?? undefined, longest(module, own))
  if (limit === undefined) return text(400, `${TIMEOUT_HEADER} must be a number of seconds`)

  const { clock } = options
  const startedMs = clock.monotonicMs()
  const result = await prober.probe(http.probePolicy, {
    parameters: validateCheck({ ...module, ...target, timeout: Math.min(own, limit) }),
    limit,
    caller: peer,
    signal: request.signal,
  })
  const registry = probeMetrics({
    result,
    duration: (clock.monotonicMs() - startedMs) / 1_000,
    limit,
    tls: module.tls !== undefined && module.tls !== false,
    receive: module.receive !== undefined,
  })
  const metrics = await registry.metrics()
  if (query.get('debug') !== 'true') return metricsText(metrics)
  return text(200, `${probeLog(result, name, limit)}\n\n${escapeLines(metrics)}`)
}

function moduleOf(
  name: string,
  modules: Readonly<Record<string, ProbeModule>>,
): ProbeModule | undefined {
  if (Object.hasOwn(modules, name)) return modules[name]
  return name === DEFAULT_MODULE ? {} : undefined
}

/** Seconds that all attempts of the module take at most. */
function longest(module: ProbeModule, timeout: number): number {
  return longestCheckMs({ attempts: 1, retry_delay: 0, ...module, timeout }) / 1_000
}

function metricsText(metrics: string): Response {
  return new Response(metrics, { headers: { 'Content-Type': Registry.PROMETHEUS_CONTENT_TYPE } })
}

function escapeLines(lines: string): string {
  return lines.split('\n').map(escapeControl).join('\n')
}

function text(status: number, words: string, headers: Record<string, string> = {}): Response {
  return new Response(`${words}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  })
}
