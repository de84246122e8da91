/** A port of an address that somebody wants to check. */
export interface Sighting {
  readonly address: string
  readonly port: number
  /** By the clock of the caller, milliseconds. */
  readonly atMs: number
}

/** What is counted together, in the one order in which all who count see it. */
export interface Sightings {
  /** Those of others that came since the last time. */
  news(nowMs: number): readonly Sighting[]
  /** Adds one, and gives it back among those of others that came since the last time. */
  add(sighting: Sighting): readonly Sighting[]
  /** Gives back what it holds of the system; it can be used on. */
  close(): void
}

/** Those of one process that begins with what was seen before; nobody hears of what it adds. */
export function continuing(before: readonly Sighting[]): Sightings {
  let news = before
  return {
    ...ownSightings,
    news() {
      const said = news
      news = []
      return said
    },
  }
}

/** Those of one process. */
export const ownSightings: Sightings = {
  news: () => [],
  add: (sighting) => [sighting],
  close: () => {},
}
