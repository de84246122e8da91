import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { PublishedFile } from '../../core/published-file.js'
import { contentPolicyOf } from '../html/page-html.js'
import type { MadePage, StatusPage } from '../status-page.js'
import { pageFiles } from './page-files.js'

const compress = promisify(gzip)

/** A smaller answer fits into one packet as it is. */
const MIN_BYTES = 1_400

/** A file as it goes out. */
interface Prepared {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
  /** The same, compressed. */
  readonly packed?: Pick<Prepared, 'body' | 'headers'>
}

interface PreparedPage {
  readonly page: MadePage
  /** By the path that is asked for. */
  readonly files: ReadonlyMap<string, Prepared>
}

/** Nothing of these says what was asked for, or why it failed. */
const NOT_FOUND = 'There is nothing here.\n'
const NOT_ALLOWED = 'This is for reading alone.\n'
const NOT_NOW = 'The page cannot be shown now. Try again in a minute.\n'

const SAFE: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

const CLOSED = "default-src 'none'; frame-ancestors 'none'"

/** Serves a page and its files: whatever was prepared once is sent as it is, until the page is made again. */
export class PageServer {
  readonly #page: Pick<StatusPage, 'page'>
  #prepared: PreparedPage | undefined
  #preparing: { readonly page: MadePage; readonly done: Promise<PreparedPage> } | undefined

  constructor(page: Pick<StatusPage, 'page'>) {
    this.#page = page
  }

  fetch = async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return failed(405, NOT_ALLOWED, { Allow: 'GET, HEAD' })
    }
    let files: PreparedPage['files']
    try {
      files = (await this.#prepare()).files
    } catch {
      return failed(503, NOT_NOW, { 'Retry-After': '30' })
    }
    const file = files.get(pathOf(request.url))
    return file ? answer(file, request) : failed(404, NOT_FOUND)
  }

  async #prepare(): Promise<PreparedPage> {
    const page = await this.#page.page()
    if (this.#prepared?.page === page) return this.#prepared
    if (this.#preparing?.page !== page) this.#preparing = { page, done: prepare(page) }
    const prepared = await this.#preparing.done
    this.#prepared = prepared
    return prepared
  }
}

async function prepare(page: MadePage): Promise<PreparedPage> {
  const policy = contentPolicyOf(page.model)
  const files = new Map<string, Prepared>()
  for (const file of pageFiles(page.model)) {
    const prepared = await prepareFile(file, policy)
    files.set(`/${file.path}`, prepared)
    if (file.path === 'index.html') files.set('/', prepared)
  }
  return { page, files }
}

async function prepareFile({ media, text }: PublishedFile, policy: string): Promise<Prepared> {
  const body = Uint8Array.from(Buffer.from(text))
  const headers = {
    ...SAFE,
    'Content-Type': media,
    'Content-Security-Policy': media.startsWith('text/html') ? policy : CLOSED,
    'Cache-Control': 'public, max-age=10',
    // Badges stand on pages of others.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Allow-Origin': '*',
    Vary: 'Accept-Encoding',
    ETag: tagOf(body, ''),
  }
  if (body.length < MIN_BYTES) return { body, headers }
  const packed = Uint8Array.from(await compress(body))
  const packedHeaders = { ...headers, 'Content-Encoding': 'gzip', ETag: tagOf(body, '-gzip') }
  return { body, headers, packed: { body: packed, headers: packedHeaders } }
}

/** A strong tag names bytes as they are sent (RFC 9110 section 8.8.3.3). */
function tagOf(body: Uint8Array, coding: string): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}${coding}"`
}

function answer(file: Prepared, { headers: asked, method }: Request): Response {
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(
    asked.get('accept-encoding') ?? '',
  )
  const { body, headers } = (takesGzip && file.packed) || file
  const own = headers.ETag ?? ''
  const known = (asked.get('if-none-match') ?? '').split(',').map((each) => each.trim())
  if (known.some((each) => each === '*' || each.replace(/^W\//, '') === own)) {
    const { 'Content-Type': _type, 'Content-Encoding': _coding, ...rest } = headers
    return new Response(null, { status: 304, headers: rest })
  }
  const length = { 'Content-Length': String(body.length) }
  return new Response(method === 'HEAD' ? null : body, { headers: { ...headers, ...length } })
}

function failed(status: number, text: string, more: Readonly<Record<string, string>> = {}) {
  return new Response(text, {
    status,
    headers: {
      ...SAFE,
      ...more,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': CLOSED,
      'Cache-Control': 'no-store',
    },
  })
}

/** The path without what it was asked with. A request that cannot be read gets nothing. */
function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : ''
}
