import type { Overview } from '../overview/overview-wire.js'

/** A file that never changes under its name, which has a hash in it. */
export interface DashboardAsset {
  readonly type: string
  readonly bytes: Uint8Array
  /** The same with gzip, where that is smaller. */
  readonly packed?: Uint8Array
}

/** What a page needs before any script has run. */
export interface PageRequest {
  /** Such as `/checks/db`. */
  readonly path: string
  /** The header `Accept-Language`. */
  readonly languages: string
  /** Absent: whoever asks may not see anything, and is to sign in. */
  readonly first?: {
    /** With the worst rows alone. */
    readonly overview: Overview
    /** Of all checks, by verdict: places in `overview.verdicts`. */
    readonly counts: readonly number[]
  }
}

/** What the package `check-tcp-dashboard` exports, as its default: pages and what they are made of. */
export interface Dashboard {
  /** By path, such as `/assets/start-1a2b3c4d.js`. */
  readonly assets: ReadonlyMap<string, DashboardAsset>
  /** The style sheets that pages have in them, as the content security policy names them: `'sha256-…'`. */
  readonly styles: readonly string[]
  /** A whole HTML document; undefined where no page has the path. */
  page(request: PageRequest): string | undefined
  /** The document that says so. */
  notFound(request: PageRequest): string
}
