import { startOf } from '../../../core/level.js'
import type { Batch, BatchOrigin } from '../../../core/store/commits.js'
import { outrun, StoreError } from '../../../core/store/store-error.js'
import type { Observation } from '../../../core/wire/observation.js'
import { isBefore } from '../../rollup/watermark.js'
import type { Session } from '../connect/database.js'
import { checkLease } from '../lease/check-lease.js'
import { ClockRuns, FIRST_RUN } from '../tables/clock-runs.js'
import { addEntries, lockIncidents } from '../tables/incident-entries.js'
import { putIncidents } from '../tables/incidents.js'
import { type Mark, readMark } from '../tables/mark.js'
import { addToOutbox } from '../tables/outbox.js'
import { putWindows } from '../tables/planned-windows.js'
import { insertResults, type NewResult } from '../tables/results.js'
import { SeriesNumbers } from '../tables/series.js'
import { putStates } from '../tables/states.js'
import { addToRollups } from './add-rollups.js'

/** What a writer remembers between its transactions. */
export class BatchWriter {
  readonly #series = new SeriesNumbers()
  readonly #clockRuns = new ClockRuns()
  /** As it was seen last. */
  #mark: Mark | undefined

  /** Up to where results are in the rollups, as far as is known here. */
  get rolledUntil(): number {
    return this.#mark?.minute ?? 0
  }

  /**
   * Writes batches as one. Within a transaction; with `forget` where that fails.
   *
   * @returns how many results were stored; undefined where nothing is written, since some may be of minutes that are in the rollups
   *   already and `isAlone` is not given: they are added there while nobody else writes
   */
  async write(
    session: Session,
    given: readonly Batch[],
    isAlone: boolean,
  ): Promise<number | undefined> {
    const mark = await readMark(session, isAlone ? 'FOR UPDATE' : 'FOR SHARE')
    this.#mark = mark
    if (!isAlone && this.mayBeLate(given)) return undefined
    for (const lease of new Set(given.map(({ lease }) => lease))) await checkLease(session, lease)
    const batches = await newBatches(session, given)
    const results = await this.#place(session, batches)
    await insertResults(session, results)
    await addToRollups(
      session,
      mark,
      results.filter(({ series, observation }) =>
        isBefore(mark, startOf('minute', observation.at), series),
      ),
    )
    await writeRest(session, batches)
    return results.length
  }

  /** Writes results that other clocks have dated, and that are not there yet. Within a transaction that holds the mark. */
  async writeForeign(
    session: Session,
    mark: Mark,
    observations: readonly Observation[],
  ): Promise<void> {
    const results = observations.map((observation) => {
      return { series: this.#series.idOf(observation), run: FIRST_RUN, observation }
    })
    await insertResults(session, results)
    await addToRollups(session, mark, results)
  }

  /** The numbers of series, by name. */
  get series(): SeriesNumbers {
    return this.#series
  }

  /** Whether some may be in the rollups already, as far as is known. */
  mayBeLate(batches: readonly Batch[]): boolean {
    const { minute, until } = this.#mark ?? { minute: 0, until: 0 }
    const bound = Math.max(minute, until)
    return batches.some(({ observations }) => observations.some(({ at }) => at < bound))
  }

  /** After a transaction that failed: what was remembered may have been rolled back. */
  forget(): void {
    this.#series.forget()
    this.#clockRuns.forget()
  }

  async #place(session: Session, batches: readonly Batch[]): Promise<readonly NewResult[]> {
    const observations = batches.flatMap((batch) => batch.observations)
    await this.#series.learn(session, observations)
    const own = batches.flatMap((batch) => (batch.isRelayed ? [] : batch.observations))
    const runs = await this.#clockRuns.runsFor(
      session,
      own.map(({ at }) => at),
    )
    const runOf = new Map(own.map((observation, index) => [observation, runs[index] ?? FIRST_RUN]))
    return observations.map((observation) => ({
      series: this.#series.idOf(observation),
      run: runOf.get(observation) ?? FIRST_RUN,
      observation,
    }))
  }
}

/** Those that are not stored yet. */
async function newBatches(session: Session, given: readonly Batch[]): Promise<readonly Batch[]> {
  const batches: Batch[] = []
  for (const batch of given) {
    if (batch.spool) {
      throw new StoreError('STORE_FAILED', 'results wait for a hub in a history of SQLite alone')
    }
    if (!batch.origin || (await advance(session, batch.origin))) batches.push(batch)
  }
  return batches
}

/** @returns whether the batch is a new one, which is now to be stored @throws {StoreError} (as a rejection) `STORE_OUTRUN` */
async function advance(session: Session, { source, cursor, after }: BatchOrigin): Promise<boolean> {
  const changed = await session.change(
    `INSERT INTO source_cursor VALUES ($1, $2) ON CONFLICT (source) DO UPDATE SET cursor = $2
      WHERE $2 > source_cursor.cursor AND source_cursor.cursor = coalesce($3::bigint, source_cursor.cursor)`,
    [source, cursor, after ?? null],
  )
  if (changed > 0) return true
  const [stored] = await session.rows<{ readonly cursor: number }>(
    'SELECT cursor FROM source_cursor WHERE source = $1',
    [source],
  )
  if ((stored?.cursor ?? cursor) < cursor) throw outrun(source)
  return false
}

async function writeRest(session: Session, batches: readonly Batch[]): Promise<void> {
  const entries = batches.flatMap((each) => each.entries ?? [])
  if (entries.length > 0) {
    const changed = batches.flatMap(({ incidents = [] }) => incidents.map(({ id }) => id))
    await lockIncidents(session, [...changed, ...entries.map(({ incidentId }) => incidentId)])
  }
  await putStates(
    session,
    batches.flatMap(({ states = [] }) => states),
  )
  for (const { incidents = [], silences = [], maintenance = [] } of batches) {
    await putIncidents(session, incidents)
    await putWindows(session, 'silence', silences)
    await putWindows(session, 'maintenance', maintenance)
  }
  await addEntries(session, entries)
  await addToOutbox(
    session,
    batches.flatMap(({ outbox = [] }) => outbox),
  )
}
