import { loadMonitorConfig } from '../config/load-config.js'
import { MonitorCallError } from './monitor-call-error.js'
import type { Terminal } from './terminal.js'

export interface MonitorCall {
  readonly method: string
  readonly path: string
  readonly body?: object
}

/** For an answer: the API itself gives up on the disk after 10 s. */
const PATIENCE_MS = 30_000

/**
 * Asks the monitor that runs with a config, by its HTTP API.
 *
 * @returns the JSON of the answer; the caller vouches for its type
 * @throws {MonitorCallError} (as a rejection) where no monitor answers, or it refuses, with its reason
 */
export async function callMonitor<T>(
  configFile: string,
  { env, interrupted }: Terminal,
  { method, path, body }: MonitorCall,
): Promise<T> {
  const config = await loadMonitorConfig(configFile, { environment: env })
  await config.close()
  const { http } = config
  if (!http) throw new MonitorCallError('`http` is off in the config, and the command needs it')
  if (http.port === 0) {
    throw new MonitorCallError('`listen` of `http` has port 0 in the config: give it a fixed port')
  }
  const at = `http://${hostOf(http.host)}:${http.port}`
  const response = await ask(at, path, {
    method,
    signal: AbortSignal.any([interrupted, AbortSignal.timeout(PATIENCE_MS)]),
    headers: {
      ...(http.token === undefined ? {} : { Authorization: `Bearer ${http.token}` }),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer as T
  throw new MonitorCallError(`the monitor at ${at} refuses: ${detailOf(answer) ?? response.status}`)
}

async function ask(at: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${at}${path}`, init)
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { readonly code?: string }
    const why = code ?? (error as Error).message
    throw new MonitorCallError(`no monitor answers at ${at} (${why}); is it running?`, {
      cause: error,
    })
  }
}

/** A monitor that listens everywhere is asked on this machine. */
function hostOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** What a problem says for people (RFC 9457). */
function detailOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('detail' in answer)) return undefined
  return String(answer.detail)
}
