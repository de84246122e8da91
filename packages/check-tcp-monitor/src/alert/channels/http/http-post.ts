import type { SendOutcome } from '../../../core/alert/channel.js'
import { shown } from '../../wording/shown.js'
import { hideSecrets } from '../text/hide-secrets.js'
import { type HttpAnswer, type HttpRequest, httpRequest, secretsOf } from './http-request.js'
import { retryAfterMs } from './retry-after.js'

interface HttpPost extends Omit<HttpRequest, 'method' | 'body'> {
  /** Sent as JSON. */
  readonly json: string
  /** Milliseconds that the body of an answer asks to wait for, where a service says so there. */
  readonly waitOf?: (text: string) => number | undefined
  /** What the body of an answer says to people, where a service has a form for it; else its first line stands for it. */
  readonly wordsOf?: (text: string) => string | undefined
  /** What to look at after an answer of this status. */
  readonly hints?: Readonly<Record<number, string>>
}

/** Answers that may be others later: request timeout, too early, too many requests (RFC 9110, RFC 8470, RFC 6585). */
const LATER = new Set([408, 425, 429])

/** Of what a receiver says of its refusal, characters. */
const LONGEST_WORDS = 200

/**
 * Posts JSON and judges the answer: 2xx is delivered; 408, 425, 429, 5xx and no answer failed, with `Retry-After` where
 * it is given; everything else is refused, redirects too, which are not followed: they would carry a secret elsewhere.
 *
 * @param now wall milliseconds, against which an HTTP-date is held
 */
export async function httpPost(
  post: HttpPost,
  signal: AbortSignal,
  now: number,
): Promise<SendOutcome> {
  const { json, waitOf, wordsOf, hints, ...rest } = post
  const headers = { 'content-type': 'application/json', ...rest.headers }
  const request: HttpRequest = { ...rest, method: 'POST', headers, body: json }
  return judge(await httpRequest(request, signal), { request, now, waitOf, wordsOf, hints })
}

interface Asked {
  readonly request: HttpRequest
  readonly now: number
  readonly waitOf?: HttpPost['waitOf'] | undefined
  readonly wordsOf?: HttpPost['wordsOf'] | undefined
  readonly hints?: HttpPost['hints'] | undefined
}

/** How a delivery ended by what was answered. */
export function judge(answer: HttpAnswer, asked: Asked): SendOutcome {
  const { request, now, waitOf, wordsOf, hints = {} } = asked
  if (answer.kind === 'failed') return answer
  const { status, headers, text } = answer
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  const said = wordsOf?.(text) ?? firstLine(text)
  const words = shown(hideSecrets(said, secretsOf(request)), LONGEST_WORDS)
  const hint = hints[status] === undefined ? '' : `; ${hints[status]}`
  const error = `the receiver answered ${status}${words === '' ? '' : `: ${words}`}${hint}`
  if (status < 500 && !LATER.has(status)) return { kind: 'refused', error }
  const afterMs = waitOf?.(text) ?? retryAfterMs(headers.get('retry-after'), now)
  return { kind: 'failed', error, ...(afterMs === undefined ? {} : { afterMs }) }
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.trim() ?? ''
}
