import { takesGzip } from '../encode-answers.js'
import type { OverviewBoard } from '../overview/overview-board.js'
import type { Dashboard, DashboardAsset } from './dashboard.js'

/** Rows that stand in the page itself, for the time before the script has run: more than a screen has. */
const FIRST_ROWS = 50

const A_YEAR = 'public, max-age=31536000, immutable'

/** Scripts, styles and data of this monitor alone; nothing inline, nothing framed, no text that becomes a script. */
const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  Vary: 'Accept, Accept-Encoding, Accept-Language, Cookie',
}

/** The pages of the dashboard, and what they are made of. */
export class Pages {
  readonly #dashboard: Dashboard
  readonly #board: OverviewBoard

  constructor(dashboard: Dashboard, board: OverviewBoard) {
    this.#dashboard = dashboard
    this.#board = board
  }

  /** Whether a person follows a link, from wherever: what is answered is a page, which no other page can read. */
  isVisit({ method, headers }: Request): boolean {
    return (
      (method === 'GET' || method === 'HEAD') &&
      headers.get('sec-fetch-mode') === 'navigate' &&
      headers.get('sec-fetch-dest') === 'document' &&
      wantsHtml(headers)
    )
  }

  /**
   * @param mayRead whether who asks may see anything
   * @returns undefined where something else than the dashboard is asked for
   */
  async answer(request: Request, mayRead: () => boolean): Promise<Response | undefined> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    const { pathname, search } = new URL(request.url)
    const asset = this.#dashboard.assets.get(pathname)
    if (asset) return assetResponse(asset, request.headers)
    if (!wantsHtml(request.headers)) return undefined
    const page = this.#dashboard.page({
      path: pathname + search,
      languages: languagesOf(request.headers),
      ...(mayRead() ? { first: await this.#board.first(FIRST_ROWS) } : {}),
    })
    return page === undefined ? undefined : new Response(page, { headers: PAGE_HEADERS })
  }
}

function assetResponse({ type, bytes, packed }: DashboardAsset, headers: Headers): Response {
  const isPacked = packed !== undefined && takesGzip(headers.get('accept-encoding') ?? '')
  return new Response(new Uint8Array(isPacked ? packed : bytes), {
    headers: {
      'Content-Type': type,
      'Cache-Control': A_YEAR,
      Vary: 'Accept-Encoding',
      ...(isPacked ? { 'Content-Encoding': 'gzip' } : {}),
    },
  })
}

/** A browser names it; a program that takes anything is answered with text. */
function wantsHtml(headers: Headers): boolean {
  return /\btext\/html\b/i.test(headers.get('accept') ?? '')
}

/** A language that somebody chose on the page stands before those of the browser. */
function languagesOf(headers: Headers): string {
  const chosen = /(?:^|;\s*)check_tcp_language=([a-z]{2})(?:;|$)/.exec(headers.get('cookie') ?? '')
  return [chosen?.[1], headers.get('accept-language')].filter(Boolean).join(',')
}
