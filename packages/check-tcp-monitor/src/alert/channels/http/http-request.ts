import { packageVersion } from 'check-tcp/files'
import { hideSecrets, secretsOfUrl } from '../text/hide-secrets.js'
import { requestFailureInWords } from './request-failure.js'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** A user and a password in it become basic authentication (RFC 7617). */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Beside those in the URL, and the values of the headers: never repeated in an error. */
  readonly secrets?: readonly string[]
}

export type HttpAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Headers
      /** The beginning of the body. */
      readonly text: string
    }
  | { readonly kind: 'failed'; readonly error: string }

/** Enough for every answer that is looked into, the alerts of one message in Alertmanager's words included. */
const LONGEST_ANSWER = 1_024 * 1_024

/** Asks once, following no redirect. Never rejects; its error says which secrets there are as little as any other text. */
export async function httpRequest(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  try {
    const { url, authorisation } = withoutUser(request.url)
    const response = await fetch(url, {
      method: request.method,
      headers: { ...named(), ...authorisation, ...request.headers },
      redirect: 'manual',
      signal,
      ...(request.body === undefined ? {} : { body: request.body }),
    })
    const { status, headers } = response
    return { kind: 'answered', status, headers, text: await beginningOf(response) }
  } catch (failure) {
    const error = signal.aborted ? 'no answer in time' : requestFailureInWords(failure)
    return { kind: 'failed', error: hideSecrets(error, secretsOf(request)) }
  }
}

/** What an error about the request must not repeat; of headers also each word, such as the token after `Bearer`. */
export function secretsOf({ url, headers = {}, secrets = [] }: HttpRequest): readonly string[] {
  const own = URL.canParse(url) ? withoutUser(url).authorisation : {}
  const values = Object.values({ ...own, ...headers })
  return [...secretsOfUrl(url), ...values, ...values.flatMap((each) => each.split(' ')), ...secrets]
}

/** `fetch` refuses URLs with a user in them (Fetch standard, Request constructor). */
function withoutUser(given: string): {
  readonly url: URL
  readonly authorisation: Readonly<Record<string, string>>
} {
  const url = new URL(given)
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  if (user === '' && password === '') return { url, authorisation: {} }
  url.username = ''
  url.password = ''
  const credentials = Buffer.from(`${user}:${password}`).toString('base64')
  return { url, authorisation: { authorization: `Basic ${credentials}` } }
}

/** Who asks, as logs of receivers show it (RFC 9110 section 10.1.5). */
function named(): Readonly<Record<string, string>> {
  return { 'user-agent': `check-tcp-monitor/${packageVersion(import.meta.dirname)}` }
}

async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  // Leaving the loop cancels what has not come yet.
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= LONGEST_ANSWER) break
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_ANSWER).toString()
}
