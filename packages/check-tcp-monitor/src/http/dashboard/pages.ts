import { takesGzip } from '../encode-answers.js'
import type { OverviewBoard } from '../overview/overview-board.js'
import type { Dashboard, DashboardAsset, PageRequest } from './dashboard.js'

/** Rows that stand in the page itself, for the time before the script has run: as many as a screen has. */
const FIRST_ROWS = 24

/** A page that is a moment old is as good: its script finds out what has changed. */
const KEPT_MS = 1_000

const A_YEAR = 'public, max-age=31536000, immutable'

/** Scripts and data of this monitor alone, styles that the page brings; nothing framed, no text that becomes a script. */
function pageHeaders({ styles }: Dashboard): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles.join(' ') || "'none'"}`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    Vary: 'Accept, Accept-Encoding, Accept-Language, Cookie',
  }
}

interface MadePage {
  readonly key: string
  /** Monotonic milliseconds. */
  readonly at: number
  readonly page: Promise<string | undefined>
}

/** The pages of the dashboard, and what they are made of. */
export class Pages {
  readonly #dashboard: Dashboard
  readonly #board: OverviewBoard
  readonly #now: () => number
  readonly #headers: Readonly<Record<string, string>>
  #made: MadePage | undefined

  /** @param now monotonic milliseconds */
  constructor(dashboard: Dashboard, board: OverviewBoard, now: () => number) {
    this.#dashboard = dashboard
    this.#board = board
    this.#now = now
    this.#headers = pageHeaders(dashboard)
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
    const asked = { path: pathname + search, languages: languagesOf(request.headers) }
    const page = mayRead() ? await this.#withRows(asked) : this.#dashboard.page(asked)
    return page === undefined ? undefined : new Response(page, { headers: this.#headers })
  }

  /** Made once for all who ask for the same at about the same time. */
  #withRows(asked: Pick<PageRequest, 'path' | 'languages'>): Promise<string | undefined> {
    const generation = this.#board.id.split('-')[0]
    const key = JSON.stringify([generation, asked.path, asked.languages])
    const at = this.#now()
    if (this.#made?.key === key && at - this.#made.at < KEPT_MS) return this.#made.page
    const make = async () =>
      this.#dashboard.page({ ...asked, first: await this.#board.first(FIRST_ROWS) })
    const page = make()
    this.#made = { key, at, page }
    return page
  }

  /** What a person is shown where nothing is; undefined for programs. */
  notFound(request: Request): Response | undefined {
    const { pathname } = new URL(request.url)
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    if (!wantsHtml(request.headers) || pathname.startsWith('/api/')) return undefined
    const languages = languagesOf(request.headers)
    const page = this.#dashboard.notFound({ path: pathname, languages })
    return new Response(page, { status: 404, headers: this.#headers })
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
