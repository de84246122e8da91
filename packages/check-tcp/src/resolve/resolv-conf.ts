import { readFileSync } from 'node:fs'

/** What resolv.conf(5) says of the names to ask for. The servers and their time limits are read by c-ares itself. */
export interface ResolvConf {
  /** Domains that a short name is tried in. */
  readonly search: readonly string[]
  /** Names with fewer dots than this are tried in the search domains first. */
  readonly ndots: number
}

/** ndots has no more than 15, resolv.conf(5). */
const MOST_NDOTS = 15

export function readResolvConf(path: string): ResolvConf {
  try {
    return parseResolvConf(readFileSync(path, 'utf8'))
  } catch {
    return { search: [], ndots: 1 }
  }
}

export function parseResolvConf(text: string): ResolvConf {
  let search: string[] = []
  let ndots = 1
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/)
    // The last of several `search` and `domain` lines counts.
    if (keyword === 'search') search = values
    else if (keyword === 'domain') search = values.slice(0, 1)
    else if (keyword === 'options') {
      const given = values.map((value) => /^ndots:(\d+)$/.exec(value)?.[1]).findLast(Boolean)
      if (given) ndots = Math.min(Number(given), MOST_NDOTS)
    }
  }
  return { search: search.map((domain) => domain.replace(/\.$/, '')).filter(Boolean), ndots }
}

/** The names to ask a name server for, in their order, for the name that a person wrote. */
export function candidates(name: string, { search, ndots }: ResolvConf): readonly string[] {
  if (name.endsWith('.')) return [name]
  const inDomains = search.map((domain) => `${name}.${domain}`)
  const dots = name.split('.').length - 1
  return dots >= ndots ? [name, ...inDomains] : [...inDomains, name]
}
