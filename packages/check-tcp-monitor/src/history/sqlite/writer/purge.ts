import { startOf } from '../../../core/level.js'
import type { Retention } from '../../../core/store/store-admin.js'
import type { HistoryWriter } from './history-writer.js'
import { vacuumSteps } from './vacuum.js'

/** How long one step may take about, since a commit may have to wait for it. */
const STEP_MS = 4

/** Of rows in one step; where it begins, and the bounds within which it follows `STEP_MS`. */
const ROWS = { first: 200, least: 50, most: 5_000 }

/**
 * Deletes what is older than its retention in small steps, oldest first, then gives free pages back to the disk. Results
 * go only once they are in the rollups.
 *
 * @returns a generator that gives what each step has deleted
 */
export function* purgeSteps(
  writer: HistoryWriter,
  now: number,
  { rawMs, minuteMs, hourMs, incidentMs }: Retention,
): Generator<number> {
  // A window's edges are cut from finer levels, so that a coarser one is never kept for less.
  const keptMinuteMs = Math.max(rawMs, minuteMs)
  yield* rollUpBefore(writer, startOf('minute', now - rawMs))
  yield* deleteResults(writer, startOf('minute', now - rawMs))
  yield* deleteRollups(writer, 'minute', startOf('hour', now - keptMinuteMs))
  yield* deleteRollups(writer, 'hour', startOf('hour', now - Math.max(keptMinuteMs, hourMs)))
  yield* deleteEnded(writer, Math.floor(now - incidentMs))
  yield* vacuumSteps(writer)
}

/** Deletes with `step` until it finds nothing more; so many rows at once as take about `STEP_MS`. */
function* paced(
  writer: HistoryWriter,
  step: (rows: number) => { readonly deleted: number; readonly isLast: boolean },
): Generator<number> {
  let rows = ROWS.first
  for (;;) {
    const start = performance.now()
    const { deleted, isLast } = writer.deletion('cannot purge', () => step(rows))
    const tookMs = performance.now() - start
    const factor = Math.min(2, STEP_MS / Math.max(tookMs, 0.1))
    rows = Math.round(Math.min(ROWS.most, Math.max(ROWS.least, rows * factor)))
    yield deleted
    if (isLast) return
  }
}

function* rollUpBefore(writer: HistoryWriter, bound: number): Generator<number> {
  for (;;) {
    const step = writer.transaction('cannot roll up', () =>
      writer.resultWriter.rollUpStep(bound, ROWS.least),
    )
    if (!step) return
    writer.resultWriter.stepDone(step)
    yield 0
  }
}

function* deleteResults(writer: HistoryWriter, cutoff: number): Generator<number> {
  const { resultWriter } = writer
  yield* paced(writer, (rows) => {
    // A late result may have come in between that is not in the rollups yet; it stays until the next purge.
    const time = Math.min(cutoff, resultWriter.watermark.minute)
    resultWriter.watermarks.raise('raw_from', time)
    const deleted = resultWriter.results.deleteBefore(time, rows)
    return { deleted, isLast: deleted < rows }
  })
  yield* paced(writer, (rows) => {
    const { isLast } = resultWriter.results.deletePlaces(cutoff, rows)
    return { deleted: 0, isLast }
  })
  yield* paced(writer, (rows) => {
    const deleted = resultWriter.results.deleteUnusedDetails(cutoff, rows)
    return { deleted: 0, isLast: deleted < rows }
  })
}

function* deleteRollups(
  writer: HistoryWriter,
  level: 'minute' | 'hour',
  cutoff: number,
): Generator<number> {
  const { resultWriter } = writer
  let next = 0
  yield* paced(writer, (rows) => {
    resultWriter.watermarks.raise(`${level}_from`, cutoff)
    let deleted = 0
    // Looking for rows costs as well, so that a step ends after so many series too.
    for (let looked = 0; looked < rows && deleted < rows; looked++) {
      const series = resultWriter.series.from(next)
      if (!series) return { deleted, isLast: true }
      const here = resultWriter.rollups[level].deleteBefore(series.id, cutoff, rows)
      deleted += here
      if (here < rows) next = series.id + 1
    }
    return { deleted, isLast: false }
  })
}

function* deleteEnded(writer: HistoryWriter, cutoff: number): Generator<number> {
  const { incidents, outbox, silences, maintenance } = writer.tables
  yield* paced(writer, (rows) => {
    const deleted =
      incidents.deleteClosedBefore(cutoff, rows) + outbox.deleteDeadBefore(cutoff, rows)
    return { deleted, isLast: deleted < rows }
  })
  yield writer.deletion('cannot purge', () => {
    // Of checks that have left the config for so long that nothing is known about them any more.
    writer.resultWriter.series.deleteUnused()
    writer.resultWriter.clockRuns.deleteBefore(writer.resultWriter.watermarks.get('raw_from'))
    return silences.deleteEndedBefore(cutoff) + maintenance.deleteEndedBefore(cutoff)
  })
}
