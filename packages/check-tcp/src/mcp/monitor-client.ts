import { isSystemError, systemErrorText } from '../core/failure/system-error-text.js'
import { escapeControl } from '../core/text/escape-control.js'
import { isMapping } from './protocol/messages.js'

/** As long as a monitor waits for its disk, and a little more. */
const PATIENCE_MS = 15_000

/** What a monitor answers, or why there is no answer, in words. */
type MonitorAnswer =
  | { readonly json: Readonly<Record<string, unknown>> }
  | { readonly problem: string }

/** Reads from the HTTP API of a monitor. */
export interface MonitorClient {
  get(
    path: string,
    query: Readonly<Record<string, string | number | boolean | undefined>>,
    signal: AbortSignal,
  ): Promise<MonitorAnswer>
}

/**
 * @param url of the API, such as `http://127.0.0.1:9116`
 * @param token of the role read; `undefined` where the monitor asks for none
 */
export function openMonitorClient(url: string, token: string | undefined): MonitorClient {
  const base = url.replace(/\/+$/, '')
  return {
    async get(path, query, given) {
      const asked = new URLSearchParams()
      for (const [key, value] of Object.entries(query)) {
        if (value !== undefined) asked.set(key, String(value))
      }
      const words = asked.size > 0 ? `?${asked}` : ''
      try {
        const response = await fetch(`${base}${path}${words}`, {
          headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
          // A token goes to the monitor alone.
          redirect: 'error',
          signal: AbortSignal.any([given, AbortSignal.timeout(PATIENCE_MS)]),
        })
        const json: unknown = await response.json().catch(() => undefined)
        if (!isMapping(json)) return { problem: `what answers at ${base} is no monitor` }
        if (response.ok) return { json }
        const why = [json.detail, json.title].find((each) => typeof each === 'string')
        return { problem: refusal(base, response, String(why ?? response.statusText)) }
      } catch (error) {
        return { problem: `the monitor at ${base} cannot be asked: ${reasonOf(error)}` }
      }
    },
  }
}

function refusal(base: string, { status }: Response, why: string): string {
  const hint = status === 401 ? '; its token is read from CHECK_TCP_MONITOR_TOKEN' : ''
  return `the monitor at ${base} answered ${status}: ${escapeControl(why)}${hint}`
}

function reasonOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: unknown; readonly name?: string }
  if (name === 'TimeoutError') return 'it does not answer'
  if (isSystemError(cause)) return systemErrorText(cause)
  return escapeControl(cause instanceof Error ? cause.message : String(error))
}
