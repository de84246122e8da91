import type { Row } from './row.js'

/** How many of the locations say anything about their checks, and how many there are. */
export function countSeeing(rows: readonly Row[]): { readonly see: number; readonly all: number } {
  const seeing = new Map<string, boolean>()
  for (const { from, votes } of rows) {
    for (const [place, name] of from.entries()) {
      const vote = votes[place]
      const sees = vote === 'up' || vote === 'degraded' || vote === 'down'
      seeing.set(name, sees || (seeing.get(name) ?? false))
    }
  }
  return { see: [...seeing.values()].filter(Boolean).length, all: seeing.size }
}
