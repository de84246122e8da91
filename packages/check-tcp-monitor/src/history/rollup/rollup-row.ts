import { mergeHistogramBlob, toHistogramBlob } from './histogram-blob.js'
import { fromObservedBlob, toObservedBlob } from './observed-blob.js'
import { addObserved, emptyTally, type Tally } from './tally.js'

/** A minute or hour of one series as a table has it. */
export interface RollupRow {
  readonly at: number
  readonly good: number
  readonly slow: number
  readonly bad: number
  readonly unknown: number
  readonly lost: number
  readonly failures: string | null
  readonly histogram: Uint8Array | null
  readonly observed: Uint8Array | null
}

export function toRollupRow(at: number, tally: Tally): RollupRow {
  const { good, slow, bad, unknown, lost, failures } = tally
  return {
    ...{ at, good, slow, bad, unknown, lost },
    failures: failures.size === 0 ? null : JSON.stringify(Object.fromEntries(failures)),
    histogram: toHistogramBlob(tally.histogram),
    observed: toObservedBlob(at, tally.observed),
  }
}

export function toTally(row: RollupRow): Tally {
  const tally = emptyTally()
  mergeRow(tally, row)
  return tally
}

function mergeRow(into: Tally, row: RollupRow): void {
  mergeHistogramBlob(into.histogram, row.histogram)
  into.good += row.good
  into.slow += row.slow
  into.bad += row.bad
  into.unknown += row.unknown
  into.lost += row.lost
  if (row.failures !== null) {
    // Written by `toRollupRow`, so it maps names to counts.
    const names = JSON.parse(row.failures) as Readonly<Record<string, number>>
    for (const [name, count] of Object.entries(names)) {
      into.failures.set(name, (into.failures.get(name) ?? 0) + count)
    }
  }
  const observed = fromObservedBlob(row.at, row.observed)
  if (observed) addObserved(into, observed)
}
