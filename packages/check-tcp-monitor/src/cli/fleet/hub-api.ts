import type { CheckResult } from 'check-tcp'
import { isSystemError, systemErrorText } from 'check-tcp/errors'
import { resultSchema } from 'check-tcp/parameters'
import * as v from 'valibot'
import { describeLook } from './describe-look.js'

/** A look takes 10 s at most, and the agent has to come for it. */
const LOOK_MS = 15_000

/** What the hub takes to answer beside what a check takes, milliseconds. */
const PATIENCE_MS = 15_000

/** Why a location cannot tell anything; the others may. */
const OF_LOCATION = ['agent_refused', 'agent_silent', 'too_many'].map(
  (name) => `urn:check-tcp:problem:${name}`,
)

const locationsSchema = v.object({
  locations: v.array(
    v.object({
      location: v.string(),
      tags: v.array(v.string()),
      state: v.picklist(['no_agent', 'joined', 'revoked']),
    }),
  ),
})

const evidenceSchema = v.object({
  evidence: v.object({
    reason: v.string(),
    reason_name: v.string(),
    certainty: v.string(),
    next_step: v.optional(v.string()),
    path: v.optional(
      v.array(
        v.object({
          hop: v.number(),
          address: v.exactOptional(v.string()),
          says: v.exactOptional(v.string()),
        }),
      ),
    ),
  }),
})

const checkedSchema = v.object({ result: resultSchema })

const problemSchema = v.object({
  type: v.optional(v.string(), ''),
  detail: v.optional(v.string()),
  title: v.optional(v.string(), ''),
})

/** One of the locations of a hub. */
interface HubLocation {
  readonly location: string
  readonly tags: readonly string[]
  readonly state: 'no_agent' | 'joined' | 'revoked'
}

/** Something that a person has to put right before anything can be asked, in words. */
interface Problem {
  readonly problem: string
}

/** What a location says of a target: the result of its check, or why it makes none. */
type Told = { readonly result: CheckResult } | { readonly because: string }

/** What a location says of the way to a target; or why it says nothing. */
type Explained =
  | { readonly sentence: string; readonly nextStep?: string | undefined }
  | { readonly because: string }

/** The HTTP API of a hub, as far as people at a terminal ask it. What goes wrong is returned, and nothing thrown. */
interface HubApi {
  locations(signal: AbortSignal): Promise<readonly HubLocation[] | Problem>
  /**
   * @param parameters of the check, as the command line has them
   * @param longestMs that the check may take
   */
  check(
    location: string,
    parameters: object,
    limits: { readonly longestMs: number; readonly signal: AbortSignal },
  ): Promise<Told | Problem>
  /** Has a location look at the target, which takes some 10 s. @param parameters as those of `check` */
  explain(location: string, parameters: object, signal: AbortSignal): Promise<Explained>
}

/** @param url of its HTTP API: `http://127.0.0.1:9116` */
export function openHubApi(url: string, token: string): HubApi {
  const base = url.replace(/\/+$/, '')
  const ask = (path: string, request: RequestInit) => answerOf(base, token, path, request)
  return {
    async locations(given) {
      const signal = AbortSignal.any([given, AbortSignal.timeout(PATIENCE_MS)])
      const answer = await ask('/api/v1/locations', { signal })
      if ('problem' in answer) return { problem: answer.problem }
      const read = v.safeParse(locationsSchema, answer.json)
      if (!read.success) return { problem: `what answers at ${base} is no hub` }
      if (read.output.locations.length > 0) return read.output.locations
      return { problem: `the monitor at ${base} is no hub: its config names no locations` }
    },
    async check(location, parameters, { longestMs, signal: given }) {
      const signal = AbortSignal.any([given, AbortSignal.timeout(longestMs + PATIENCE_MS)])
      const path = `/api/v1/locations/${encodeURIComponent(location)}/check`
      const body = JSON.stringify(parameters)
      const answer = await ask(path, { method: 'POST', body, signal })
      if ('problem' in answer) {
        return OF_LOCATION.includes(answer.type) ? { because: answer.detail } : answer
      }
      const read = v.safeParse(checkedSchema, answer.json)
      // What the schema of results lets through is one.
      return read.success
        ? { result: read.output.result as CheckResult }
        : { because: 'its result is none that this version of check-tcp knows' }
    },
    async explain(location, parameters, given) {
      const signal = AbortSignal.any([given, AbortSignal.timeout(LOOK_MS + PATIENCE_MS)])
      const path = `/api/v1/locations/${encodeURIComponent(location)}/explain`
      const answer = await ask(path, { method: 'POST', body: JSON.stringify(parameters), signal })
      if ('problem' in answer) return { because: answer.detail }
      const read = v.safeParse(evidenceSchema, answer.json)
      if (!read.success) return { because: 'it has not said why' }
      const { evidence } = read.output
      return { sentence: describeLook(location, evidence), nextStep: evidence.next_step }
    },
  }
}

type Answer =
  | { readonly json: unknown }
  | { readonly problem: string; readonly type: string; readonly detail: string }

async function answerOf(
  base: string,
  token: string,
  path: string,
  request: RequestInit,
): Promise<Answer> {
  const { body } = request
  const headers = {
    Authorization: `Bearer ${token}`,
    ...(body && { 'Content-Type': 'application/json' }),
  }
  try {
    const response = await fetch(`${base}${path}`, { ...request, headers })
    const json: unknown = await response.json().catch(() => undefined)
    if (response.ok) return { json }
    const read = v.safeParse(problemSchema, json)
    const { type = '', detail, title = '' } = read.success ? read.output : {}
    const why = detail ?? (title === '' ? response.statusText : title)
    return { type, detail: why, problem: `the hub at ${base} did not do that: ${why}` }
  } catch (error) {
    const detail = reasonOf(error)
    return { type: '', detail, problem: `the hub at ${base} cannot be asked: ${detail}` }
  }
}

/** What people mistake for it most: the port of the agents, which speaks TLS by a certificate of its own. */
const WHICH_PORT =
  'the URL must be that of its HTTP API (`http.listen`, port 9116 by default), not where agents report'

function reasonOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: unknown; readonly name?: string }
  if (name === 'TimeoutError') return 'it does not answer'
  const { code } = (cause ?? {}) as { readonly code?: unknown }
  if (/^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_/.test(String(code))) {
    return `its certificate is not trusted here; ${WHICH_PORT}`
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || /^HPE_/.test(String(code))) {
    return `what answers there is not HTTP; ${WHICH_PORT}`
  }
  if (isSystemError(cause)) return systemErrorText(cause)
  return cause instanceof Error ? cause.message : String(error)
}
