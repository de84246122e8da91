/** What a page calls one or more checks; nothing else of them is ever shown. */
export interface PublicService {
  readonly name: string
  /** Names of checks: the worst of them counts. */
  readonly checks: readonly string[]
}

/** Languages in which pages can be. */
export const PAGE_LANGUAGES = ['en', 'de'] as const
export type PageLanguage = (typeof PAGE_LANGUAGES)[number]

/** A page for everybody. */
export interface StatusPageConfig {
  /** @default English */
  readonly language?: PageLanguage
  /** By which commands and the API know it. */
  readonly name: string
  readonly title: string
  /** For its readers. */
  readonly note?: string
  /** Absent: it is exported alone. */
  readonly listen?: { readonly host: string; readonly port: number }
  /** IANA name; its days begin and its times are given there. */
  readonly timeZone: string
  /** Where readers find it. */
  readonly url?: string
  readonly groups: readonly {
    /** Absent: the group has no heading. */
    readonly name?: string
    readonly services: readonly PublicService[]
  }[]
  /** Absent: it is exported by command alone. */
  readonly export?: { readonly directory: string; readonly everyMs: number }
}
