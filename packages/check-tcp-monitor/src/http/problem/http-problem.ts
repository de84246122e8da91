/**
 * Every way in which a request can fail: what `type` ends with, its title and its status. The names are stable;
 * statuses are those of RFC 9110 and, for 429, RFC 6585 section 4.
 */
export const PROBLEMS = {
  bad_request: { status: 400, title: 'The request cannot be read' },
  unauthorised: { status: 401, title: 'A valid token or session is needed' },
  certificate_needed: { status: 401, title: 'The hub wants a certificate that it accepts' },
  no_token_configured: { status: 403, title: 'Without a configured token this is not served' },
  forbidden: { status: 403, title: 'The role of the caller does not allow that' },
  csrf: { status: 403, title: 'The CSRF token is missing or wrong' },
  not_enrolled: { status: 403, title: 'The hub does not let this agent in' },
  agent_refused: { status: 403, title: 'The agent of the location does not make that check' },
  foreign_origin: { status: 403, title: 'Pages of other origins may not call this API' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This method is not offered here' },
  incident_closed: { status: 409, title: 'The incident is closed' },
  config_refused: { status: 409, title: 'The config was not taken' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  host_not_allowed: { status: 421, title: 'The API is not served under that host name' },
  not_yours: { status: 422, title: 'An agent speaks for its own location and checks alone' },
  invalid: { status: 422, title: 'The request is not valid' },
  too_many: { status: 429, title: 'Too many at once' },
  internal: { status: 500, title: 'The monitor failed to answer' },
  not_offered: { status: 501, title: 'This monitor does not offer that' },
  standing_by: { status: 503, title: 'This hub stands by: another one leads' },
  store_unavailable: { status: 503, title: 'The history is not available now' },
  unavailable: { status: 503, title: 'The monitor cannot answer that now' },
  agent_silent: { status: 504, title: 'The agent of the location does not answer' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>

export type ProblemName = keyof typeof PROBLEMS

export const PROBLEM_NAMES = Object.keys(PROBLEMS) as readonly ProblemName[]

/** One thing that is wrong with a request. */
export interface RequestProblem {
  readonly in: 'path' | 'query' | 'body'
  /** The parameter's or key's name; empty for the whole. */
  readonly name: string
  readonly message: string
}

interface ProblemExtras {
  readonly problems?: readonly RequestProblem[]
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** Ends a request with a problem; `detail` is for people and says nothing that the caller may not know. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly problem: ProblemName
  readonly problems: readonly RequestProblem[] | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(problem: ProblemName, detail: string, extras: ProblemExtras = {}) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause })
    this.problem = problem
    this.problems = extras.problems
    this.headers = extras.headers ?? {}
  }
}
