import { HttpProblem } from '../problem/http-problem.js'

/** Of `Sec-Fetch-Site`: the same origin, or a person who typed the address. */
const OWN_SITES: ReadonlySet<string | undefined> = new Set([undefined, 'same-origin', 'none'])

/**
 * Refuses what a page of another origin makes a browser ask, even where the page could not read the answer: a probe
 * is made all the same. Programs send neither header.
 *
 * @param origin the Origin header (RFC 6454 section 7)
 * @param fetchSite the Sec-Fetch-Site header (W3C Fetch Metadata), which also comes with what carries no Origin
 * @throws {HttpProblem} `foreign_origin`
 */
export function checkOrigin(
  origin: string | undefined,
  fetchSite: string | undefined,
  host: string,
): void {
  const isForeign = origin !== undefined && hostOfOrigin(origin) !== host.toLowerCase()
  if (!isForeign && OWN_SITES.has(fetchSite?.toLowerCase())) return
  throw new HttpProblem('foreign_origin', 'only pages of this host and port may call this API')
}

function hostOfOrigin(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@\s]+)$/i.exec(origin)?.[1]?.toLowerCase()
}
