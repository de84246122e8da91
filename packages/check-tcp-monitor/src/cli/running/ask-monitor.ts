import { isSystemError, systemErrorText } from 'check-tcp/errors'
import { hostAndPort } from 'check-tcp/words'
import { type AccessToken, accessTokens, ROLES } from '../../core/config/access.js'
import type { MonitorConfig } from '../../core/config/monitor-config.js'
import { RefusedError, UsageError } from '../terminal.js'
import { refusalInWords } from './refusal-in-words.js'

/** As long as the monitor itself waits for its disk, and a little more. */
const TIMEOUT_MS = 15_000

/** What was asked for makes no sense, so that asking again is of no use. */
const UNREADABLE = 400
const INVALID = 422

interface HowToAsk {
  /** @default POST */
  readonly method?: string
  readonly body?: object
  /** For the whole answer. @default 15 s */
  readonly timeoutMs?: number
}

/**
 * Asks the monitor that runs on a config, by its HTTP API.
 *
 * @returns what it answered
 * @throws {RefusedError} (as a rejection) where it cannot be asked, or does not do it, with why
 * @throws {UsageError} (as a rejection) where the config or what was asked for is wrong
 */
export async function askMonitor(
  { http }: Pick<MonitorConfig, 'http'>,
  path: string,
  { method = 'POST', body, timeoutMs = TIMEOUT_MS }: HowToAsk,
): Promise<unknown> {
  if (!http) {
    throw new UsageError('the running monitor cannot be asked: `http` is off in its config')
  }
  const url = `http://${authorityOf(http)}`
  const token = mightiest(accessTokens(http))
  let response: Response
  try {
    response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token && { authorization: `Bearer ${token.token}` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(timeoutMs),
    })
  } catch (error) {
    throw new RefusedError(
      `the monitor at ${url} cannot be asked: ${reasonOf(error)}; if it does not run, start it first: check-tcp monitor CONFIG`,
    )
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok && answer !== undefined) return answer
  const why = refusalInWords(response, answer)
  if (response.status === UNREADABLE || response.status === INVALID) throw new UsageError(why)
  throw new RefusedError(`the monitor at ${url} did not do that: ${why}`)
}

/** Whoever can read the config may do all that it lets anybody do. */
function mightiest(tokens: readonly AccessToken[]): AccessToken | undefined {
  return ROLES.toReversed()
    .map((role) => tokens.find((each) => each.role === role))
    .find((each) => each !== undefined)
}

/** Who listens everywhere is asked on this machine. */
function authorityOf({ host, port }: NonNullable<MonitorConfig['http']>): string {
  const known = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return hostAndPort(known, port)
}

function reasonOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: unknown; readonly name?: string }
  if (name === 'TimeoutError') return 'it does not answer'
  return isSystemError(cause) ? systemErrorText(cause) : String(error)
}
