import { readFileSync } from 'node:fs'

/** What resolv.conf(5) says of how to ask. The servers themselves are read by c-ares. */
export interface ResolvConf {
  /** Domains that a short name is tried in. */
  readonly search: readonly string[]
  /** Names with fewer dots than this are tried in the search domains first. */
  readonly ndots: number
  /** Seconds that a server has to answer before it is asked again; `undefined` where nothing is said. */
  readonly timeout: number | undefined
  /** How many times a server is asked; `undefined` where nothing is said. */
  readonly attempts: number | undefined
  /** `options no-aaaa`: name servers are not asked for IPv6 addresses. */
  readonly noAaaa: boolean
}

/** What the options have at most, and ndots where nothing is said: resolv.conf(5). */
const MAX = { ndots: 15, timeout: 30, attempts: 5 } as const
const DEFAULT_NDOTS = 1

export function readResolvConf(path: string): ResolvConf {
  try {
    return parseResolvConf(readFileSync(path, 'utf8'))
  } catch {
    return parseResolvConf('')
  }
}

export function parseResolvConf(text: string): ResolvConf {
  let search: string[] = []
  const options = new Map<string, number>()
  let noAaaa = false
  for (const line of text.split('\n')) {
    const [keyword, ...values] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/)
    // The last of several `search` and `domain` lines counts.
    if (keyword === 'search') search = values
    else if (keyword === 'domain') search = values.slice(0, 1)
    else if (keyword === 'options') {
      for (const value of values) {
        if (value === 'no-aaaa') noAaaa = true
        const [, name, number] = /^(ndots|timeout|attempts):(\d+)$/.exec(value) ?? []
        if (name && number)
          options.set(name, Math.min(Number(number), MAX[name as keyof typeof MAX]))
      }
    }
  }
  return {
    search: search.map((domain) => domain.replace(/\.$/, '')).filter(Boolean),
    ndots: options.get('ndots') ?? DEFAULT_NDOTS,
    timeout: options.get('timeout'),
    attempts: options.get('attempts'),
    noAaaa,
  }
}

/** The names to ask a name server for, in their order, for the name that a person wrote. */
export function candidates(
  name: string,
  { search, ndots }: Pick<ResolvConf, 'search' | 'ndots'>,
): readonly string[] {
  if (name.endsWith('.')) return [name]
  const inDomains = search.map((domain) => `${name}.${domain}`)
  const dots = name.split('.').length - 1
  return dots >= ndots ? [name, ...inDomains] : [...inDomains, name]
}
