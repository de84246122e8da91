/** Why the API did not do what it was asked, in its own words. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
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
    throw new ApiError(response.status, await detailOf(response))
  }
}

/** The `detail` of a problem (RFC 9457). */
async function detailOf(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as {
      readonly detail?: unknown
      readonly title?: unknown
    }
    return String(problem.detail ?? problem.title ?? response.statusText)
  } catch {
    return response.statusText
  }
}
