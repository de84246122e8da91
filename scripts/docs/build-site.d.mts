interface BuiltPage {
  readonly source: string
  readonly url: string
  readonly title: string
  readonly html: string
}

interface BuiltSite {
  readonly pages: readonly BuiltPage[]
  /** The anchors of each page, by its address. */
  readonly anchors: ReadonlyMap<string, readonly string[]>
  /** Links that lead nowhere. */
  readonly broken: readonly string[]
}

export function buildSite(root: string, folder: string): BuiltSite
