import { hostAndPort } from 'check-tcp/words'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { HourSums } from '../../core/store/history-queries.js'
import { VERDICTS } from '../../core/verdict.js'
import type { Observation } from '../../core/wire/observation.js'
import { momentOf } from '../../core/wire/wire-times.js'
import { classOfVerdict } from './hour-class.js'
import { HourStrips } from './hour-strips.js'
import { type OverviewRow, saysOther } from './overview-row.js'
import type { Overview, OverviewPatch } from './overview-wire.js'

/** A row, and at which step which part of it was something else last. */
interface Entry {
  row: OverviewRow
  changed: number
  said: number
  cell: number
  strip: number
  normal: number
}

/** Of the monitor as a whole. */
export interface OverviewHead {
  readonly now: number
  readonly isolated: boolean
  readonly problems: readonly string[]
}

const BLANK: OverviewRow = {
  ...{ verdict: 0, since: 0, flags: 0 },
  ...{ newest: null, typical: null, high: null },
  ...{ why: '', incident: '', votes: '' },
}

/**
 * The rows of one config. Each change is stamped with the step that it belongs to, so that whoever knows a step can be
 * told what has become of the rows since, whatever happened in between, and nothing is kept for anybody.
 */
export class OverviewTable {
  readonly checks: readonly MonitoredCheck[]
  readonly #index: ReadonlyMap<string, number>
  readonly #entries: readonly Entry[]
  readonly #strips: HourStrips
  #step = 0
  #isStamped = false
  #turnedAt = 0

  constructor(checks: readonly MonitoredCheck[], now: number) {
    this.checks = checks
    this.#index = new Map(checks.map(({ id }, index) => [id, index]))
    this.#entries = checks.map(() => ({
      row: BLANK,
      ...{ changed: 0, said: 0, cell: 0, strip: 0, normal: 0 },
    }))
    this.#strips = new HourStrips(checks.length, now)
  }

  /** The newest step that is complete. */
  get step(): number {
    return this.#step
  }

  get hour(): number {
    return this.#strips.hour
  }

  indexOf(id: string): number | undefined {
    return this.#index.get(id)
  }

  rowOf(index: number): OverviewRow {
    return this.#entries[index]?.row ?? BLANK
  }

  stripOf(index: number): string {
    return this.#strips.textOf(index)
  }

  put(index: number, row: OverviewRow): void {
    const entry = this.#entries[index]
    if (!entry) return
    const { row: before } = entry
    const isOther = saysOther(before, row)
    const isNormal = before.typical === row.typical && before.high === row.high
    if (isOther) entry.said = this.#stamp(entry)
    if (!isNormal) entry.normal = this.#stamp(entry)
    if (before.newest !== row.newest) this.#stamp(entry)
    if (isOther || !isNormal || before.newest !== row.newest) entry.row = row
    const verdict = VERDICTS[row.verdict]
    if (row.votes !== '' && verdict && this.#strips.raise(index, classOfVerdict(verdict))) {
      entry.cell = this.#stamp(entry)
    }
  }

  note(index: number, observation: Observation): void {
    const entry = this.#entries[index]
    // What locations found one by one is judged together, by the verdict.
    if (!entry || this.checks[index]?.fleet) return
    if (this.#strips.note(index, observation)) entry.cell = this.#stamp(entry)
  }

  recall(index: number, sums: readonly HourSums[]): void {
    const entry = this.#entries[index]
    if (entry && this.#strips.recall(index, sums)) entry.strip = this.#stamp(entry)
  }

  /** Takes over what is known of the hours of a check. @returns whether anything is */
  copyHours(index: number, from: OverviewTable): boolean {
    const before = from.indexOf(this.checks[index]?.id ?? '')
    if (before === undefined) return false
    this.#strips.copy(index, from.#strips, before)
    return true
  }

  turn(now: number): void {
    if (!this.#strips.turn(now)) return
    this.#isStamped = true
    this.#turnedAt = this.#step + 1
  }

  /** What was stamped since the step before is complete. @returns whether anything was */
  advance(): boolean {
    if (!this.#isStamped) return false
    this.#isStamped = false
    this.#step++
    return true
  }

  /** @param rows of which it is to be, which are counted from 0 again */
  overview(
    { id, version, location }: Pick<Overview, 'id' | 'version' | 'location'>,
    head: OverviewHead,
    rows: readonly number[] = [...this.checks.keys()],
  ): Omit<Overview, 'hours'> {
    const checks = rows.flatMap((row) => this.checks[row] ?? [])
    const places = [...rows.keys()]
    const tags = [...new Set(checks.flatMap((each) => each.tags))].sort()
    const locations = [...new Set(checks.flatMap((each) => each.fleet?.from ?? []))]
    const [tagAt, locationAt] = [placesOf(tags), placesOf(locations)]
    return {
      id,
      ...this.#headOf(head),
      ...{ version, location, verdicts: [...VERDICTS], tags, locations },
      checks: {
        id: checks.map((each) => each.id),
        target: checks.map(({ parameters: { host, port } }) => hostAndPort(host, port)),
        tags: checks.map((each) => each.tags.map(tagAt)),
        from: sparse(places, (place) => checks[place]?.fleet?.from.map(locationAt)),
        ...this.#columns(rows, places),
        typical: rows.map((row) => this.rowOf(row).typical),
        high: rows.map((row) => this.rowOf(row).high),
        strip: rows.map((row) => this.stripOf(row)),
      },
    }
  }

  /**
   * What has become of the rows since a step.
   *
   * @param shown absent: all rows; else response times alone are told of these
   */
  patch(since: number, head: OverviewHead, shown?: ReadonlySet<number>): OverviewPatch {
    const rows: number[] = []
    for (const [index, { changed, said, cell, strip }] of this.#entries.entries()) {
      const isTold = said > since || cell > since || strip > since
      if (changed > since && (isTold || (shown?.has(index) ?? true))) rows.push(index)
    }
    const isAnotherHour = since < this.#turnedAt
    const at = (index: number) => this.#entries[index]
    return {
      ...this.#headOf(head),
      rows,
      ...this.#columns(rows),
      cell: rows.map((index) => this.#strips.newest(index)).join(''),
      strip: sparse(rows, (index) => {
        const { strip = 0, cell = 0 } = at(index) ?? {}
        const isKnown = strip <= since && !(isAnotherHour && cell > since)
        return isKnown ? undefined : this.stripOf(index)
      }),
      normal: sparse(rows, (index) => {
        const { normal = 0, row = BLANK } = at(index) ?? {}
        return normal > since ? ([row.typical, row.high] as [number, number]) : undefined
      }),
      ...(shown ? { sparse: true as const } : {}),
    }
  }

  #headOf({ now, isolated, problems }: OverviewHead) {
    return { at: momentOf(now), hour: momentOf(this.hour), isolated, problems: [...problems] }
  }

  /** @param names by which what few rows have is told */
  #columns(rows: readonly number[], names: readonly number[] = rows) {
    const of = <T>(value: (row: OverviewRow) => T) => rows.map((index) => value(this.rowOf(index)))
    const text = (value: (row: OverviewRow) => string) => {
      const texts: Record<string, string> = {}
      for (const [place, row] of rows.entries()) {
        const said = value(this.rowOf(row))
        if (said !== '') texts[names[place] ?? row] = said
      }
      return texts
    }
    return {
      verdict: of((row) => row.verdict),
      since: of((row) => row.since),
      newest: of((row) => row.newest),
      flags: of((row) => row.flags),
      why: text((row) => row.why),
      incident: text((row) => row.incident),
      votes: text((row) => row.votes),
    }
  }

  #stamp(entry: Entry): number {
    this.#isStamped = true
    entry.changed = this.#step + 1
    return entry.changed
  }
}

/** The values of those rows that have one. */
function sparse<T>(
  rows: readonly number[],
  read: (row: number) => T | undefined,
): Record<string, T> {
  const values: Record<string, T> = {}
  for (const row of rows) {
    const value = read(row)
    if (value !== undefined) values[row] = value
  }
  return values
}

function placesOf(names: readonly string[]): (name: string) => number {
  const places = new Map(names.map((name, place) => [name, place]))
  return (name) => places.get(name) ?? 0
}
