import { HttpProblem } from '../problem/http-problem.js'

/** Bytes of a request's body; the largest that the API takes is a silence with a note. */
const MAX_BODY_BYTES = 65_536

/**
 * The JSON of a request's body; undefined where there is none. Without `maxBytes`, a compressed body is not taken.
 *
 * @param maxBytes of a body that may be compressed with gzip: of what comes, and of what it is unpacked
 * @throws {HttpProblem} `too_large`, `unsupported_media_type`, `bad_request`
 */
export async function readBody(request: Request, maxBytes?: number): Promise<unknown> {
  const isPacked = maxBytes !== undefined && request.headers.get('content-encoding') === 'gzip'
  const text = await readText(request, maxBytes ?? MAX_BODY_BYTES, isPacked)
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

async function readText(request: Request, maxBytes: number, isPacked: boolean): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (!request.body) return ''
  const body = isPacked ? request.body.pipeThrough(new DecompressionStream('gzip')) : request.body
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (cause) {
    if (cause instanceof HttpProblem) throw cause
    throw new HttpProblem('bad_request', 'the body is not UTF-8, or is incomplete', { cause })
  }
}

function tooLarge(maxBytes: number): HttpProblem {
  return new HttpProblem('too_large', `a body has at most ${maxBytes} bytes`, {
    headers: { Connection: 'close' },
  })
}
