/** Names that a message writes out; the others are counted. */
const MAX_NAMED = 3

/** `a, b and c`, or `a, b, c, d, e and 12 more`. */
export function listed(ids: readonly string[], show: (id: string) => string = (id) => id): string {
  const named = ids.slice(0, ids.length > MAX_NAMED + 1 ? MAX_NAMED : MAX_NAMED + 1).map(show)
  if (named.length < ids.length) return `${named.join(', ')} and ${ids.length - named.length} more`
  if (named.length < 2) return named.join()
  return `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}
