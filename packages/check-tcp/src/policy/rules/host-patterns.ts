/** Names of hosts, `*.example.com` for all below one, `*` for every name. */
export class HostPatterns {
  readonly #names = new Set<string>()
  readonly #below = new Set<string>()
  readonly #all: boolean

  /** @throws {RangeError} that says what is allowed */
  constructor(patterns: readonly string[]) {
    const bare = patterns.map(readPattern)
    this.#all = bare.includes('*')
    for (const pattern of bare) {
      if (pattern.startsWith('*.')) this.#below.add(pattern.slice(2))
      else this.#names.add(pattern)
    }
  }

  match(name: string): boolean {
    if (this.#all) return true
    const bare = bareName(name)
    return this.#names.has(bare) || this.#isBelow(bare)
  }

  #isBelow(name: string): boolean {
    if (this.#below.size === 0) return false
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (this.#below.has(name.slice(dot + 1))) return true
    }
    return false
  }
}

function readPattern(pattern: string): string {
  const wanted = bareName(pattern)
  if (/^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/.test(wanted)) return wanted
  throw new RangeError(`host must be a name in ASCII, *.example.com or *, got ${pattern}`)
}

/** In lower case, and without the dot at its end that says that it is complete. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
