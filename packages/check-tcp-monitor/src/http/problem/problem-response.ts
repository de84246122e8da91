import { CheckTcpError } from 'check-tcp'
import { HttpProblem, PROBLEMS, type ProblemName } from './http-problem.js'
import { problemByCode } from './problem-by-code.js'

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

/** A name, not an address: nothing is to be fetched there (RFC 9457 section 3.1.1). */
export function problemType(name: ProblemName): string {
  return `urn:check-tcp:problem:${name}`
}

/** What a caller is told who asks again: a locked or full disk does not mend within moments. */
const STORE_RETRY_SECONDS = 5

/** Any error as a caller may see it (RFC 9457); what is not meant for callers becomes `internal`, without words. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  const name = error instanceof CheckTcpError ? problemByCode(error.code) : undefined
  if (!(error instanceof Error) || name === undefined) {
    return new HttpProblem('internal', 'the monitor logged why', { cause: error })
  }
  if (name === 'store_unavailable') return storeProblem(error.message, error)
  return new HttpProblem(name, error.message, { cause: error })
}

export function storeProblem(detail: string, cause?: unknown): HttpProblem {
  return new HttpProblem('store_unavailable', detail, {
    headers: { 'Retry-After': `${STORE_RETRY_SECONDS}` },
    cause,
  })
}

export function problemResponse({ problem, message, problems, headers }: HttpProblem): Response {
  const { status, title } = PROBLEMS[problem]
  const body = { type: problemType(problem), title, status, detail: message, problems }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': PROBLEM_MEDIA_TYPE, ...headers },
  })
}
