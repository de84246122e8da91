import { groupBy } from '../../core/group-by.js'
import type { CheckResult } from '../../core/wire/result.js'
import { MAX_SINGLE_SUCCESSES } from '../human/single-successes.js'
import type { ReportEntry } from '../reporter.js'
import type { ResultKind } from './result-kind.js'

/** A check's place in a table. */
export interface MatrixEntry {
  readonly entry: ReportEntry
  readonly result: CheckResult
  readonly kind: ResultKind
}

/** Hosts that came out alike, port by port. */
export interface MatrixRow {
  readonly hosts: readonly string[]
  /** Of all hosts together. */
  readonly entries: readonly MatrixEntry[]
}

/** A row for each host; those where the same failed in the same way, and nothing else was, share one. */
export function matrixRows(entries: readonly MatrixEntry[]): readonly MatrixRow[] {
  const byHost = groupBy(entries, ({ result }) => result.host)
  const isGood = (row: readonly MatrixEntry[]) => row.some(({ kind }) => kind.isGood)
  const good = [...byHost.values()].filter(isGood).length
  const rows = groupBy(byHost, ([host, row]) => {
    const isSingle = isGood(row) && good <= MAX_SINGLE_SUCCESSES
    return isSingle
      ? `host\n${host}`
      : row
          .map(({ result, kind }) => `${result.port} ${kind.key}`)
          .sort()
          .join('\n\n')
  })
  return [...rows.values()].map((alike) => ({
    hosts: alike.map(([host]) => host),
    entries: alike.flatMap(([, row]) => row),
  }))
}
