/** Why the API did not do what it was asked, in its own words. */
export class ApiError extends Error {
  readonly status: number
  /** Such as `not_found`. */
  readonly problem: string

  constructor(status: number, message: string, problem = '') {
    super(message)
    this.problem = problem
    this.name = 'ApiError'
    this.status = status
  }
}

interface Asking {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly body?: object
  readonly signal?: AbortSignal
}

/** Asks the API. It throws `ApiError`, also where the monitor cannot be reached (status 0). */
export type Ask = <T>(path: string, asking?: Asking) => Promise<T>

/** @param csrf the token that requests by cookie must carry that change something */
export function createAsk(csrf: () => string | undefined): Ask {
  return async <T>(path: string, { method = 'GET', body, signal }: Asking = {}) => {
    const token = method === 'GET' ? undefined : csrf()
    const init: RequestInit = {
      method,
      headers: {
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(token === undefined ? {} : { 'X-CSRF-Token': token }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    }
    let response: Response
    try {
      response = await fetch(path, init)
    } catch (error) {
      if (signal?.aborted) throw error
      throw new ApiError(0, '')
    }
    if (response.ok) return (await response.json()) as T
    throw await problemOf(response)
  }
}

/** What the answer says (RFC 9457). */
async function problemOf(response: Response): Promise<ApiError> {
  const { status, statusText } = response
  const body: Partial<Record<'detail' | 'title' | 'type', unknown>> = await response
    .json()
    .catch(() => ({}))
  const { detail, title, type = '' } = body ?? {}
  const problem = String(type).split(':').at(-1)
  return new ApiError(status, String(detail ?? title ?? statusText), problem)
}
