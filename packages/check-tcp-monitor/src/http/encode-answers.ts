import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'

const compress = promisify(gzip)

/** A smaller answer fits into one packet as it is. */
const MIN_BYTES = 1_400

/** The fastest level: 10,000 checks take tens of milliseconds in a thread of the pool, at a thirtieth of the size. */
const LEVEL = constants.Z_BEST_SPEED

const ENCODABLE = /^(?:application\/(?:json|problem\+json)|text\/(?:html|plain))\b/

/**
 * Answers with what a caller already has as 304 (RFC 9110 section 13.1.2), and compresses with gzip for callers that take
 * it (section 12.5.3). Whole answers, not streams: an event must not wait for others.
 */
export const encodeAnswers: MiddlewareHandler = async (context, next) => {
  await next()
  const { res, req } = context
  const type = res.headers.get('Content-Type') ?? ''
  if (!res.body || req.method === 'HEAD' || !ENCODABLE.test(type)) return
  // What was prepared carries its own.
  if (res.headers.has('ETag')) return
  const bytes = Buffer.from(await res.arrayBuffer())
  const headers = new Headers(res.headers)
  headers.set('Vary', 'Accept-Encoding')
  const answer = async (): Promise<Response> => {
    if (req.method === 'GET' && res.status === 200 && type.startsWith('application/json')) {
      const tag = `W/"${createHash('sha256').update(bytes).digest('base64url')}"`
      headers.set('ETag', tag)
      if (hasTag(req.header('if-none-match') ?? '', tag)) {
        headers.delete('Content-Type')
        return new Response(null, { status: 304, headers })
      }
    }
    if (bytes.length < MIN_BYTES || !takesGzip(req.header('accept-encoding') ?? '')) {
      return new Response(new Uint8Array(bytes), { status: res.status, headers })
    }
    headers.delete('Content-Length')
    headers.set('Content-Encoding', 'gzip')
    const packed = await compress(bytes, { level: LEVEL })
    return new Response(new Uint8Array(packed), { status: res.status, headers })
  }
  const encoded = await answer()
  // Else Hono would put the headers of the answer before over those of this one.
  context.res = undefined
  context.res = encoded
}

/** Weak comparison (RFC 9110 section 8.8.3.2): what a proxy made weak, or strong, is still the same. */
function hasTag(ifNoneMatch: string, tag: string): boolean {
  const tags = ifNoneMatch.split(',').map((each) => each.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(tag.replace(/^W\//, ''))
}

/** Whether gzip, or anything, is named and not with a weight of 0. */
export function takesGzip(acceptEncoding: string): boolean {
  const weights = new Map<string, number>()
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((each) => each.trim())
    const weight = parameters.find((each) => each.startsWith('q='))
    weights.set(coding, weight === undefined ? 1 : Number(weight.slice(2)))
  }
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0
}
