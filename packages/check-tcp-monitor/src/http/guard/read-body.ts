import { HttpProblem } from '../problem/http-problem.js'

/** Bytes of a request's body; the largest that the API takes is a silence with a note. */
export const MAX_BODY_BYTES = 65_536

/**
 * The JSON of a request's body; undefined where there is none.
 *
 * @throws {HttpProblem} `too_large`, `unsupported_media_type`, `bad_request`
 */
export async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request)
  if (text === '') return undefined
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    throw new HttpProblem('unsupported_media_type', 'send it as `Content-Type: application/json`')
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HttpProblem('bad_request', 'the body is not JSON', { cause })
  }
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  if (!request.body) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > MAX_BODY_BYTES) throw tooLarge()
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (cause) {
    if (cause instanceof HttpProblem) throw cause
    throw new HttpProblem('bad_request', 'the body is not UTF-8, or is incomplete', { cause })
  }
}

function tooLarge(): HttpProblem {
  return new HttpProblem('too_large', `a body has at most ${MAX_BODY_BYTES} bytes`, {
    headers: { Connection: 'close' },
  })
}
