import type { Session } from '../connect/database.js'

/** The first one, into which goes too what other clocks say: what is imported, and what agents report. */
export const FIRST_RUN = 0

/** Checks that end together are written in any order; a clock that is set back by less does no harm. */
const SLACK_MS = 1_000

/**
 * Notices that the wall clock of this process was set back: what is made afterwards belongs to another run, so that results made
 * last can be told from those that claim the latest time.
 */
export class ClockRuns {
  #current: { id: number; newestAt: number } | undefined

  /** The runs of results that were made just now, in their order. */
  async runsFor(session: Session, times: readonly number[]): Promise<readonly number[]> {
    if (times.length === 0) return []
    const current = this.#current ?? (await readCurrent(session))
    this.#current = current
    const runs: number[] = []
    for (const at of times) {
      if (at < current.newestAt - SLACK_MS) {
        current.id = await beginRun(session)
        current.newestAt = at
      }
      current.newestAt = Math.max(current.newestAt, at)
      runs.push(current.id)
    }
    return runs
  }

  /** What was remembered may have been rolled back. */
  forget(): void {
    this.#current = undefined
  }
}

/** The newest first. */
export async function allRuns(session: Session): Promise<readonly number[]> {
  const rows = await session.rows<{ readonly id: number }>(
    'SELECT id FROM clock_run ORDER BY id DESC',
  )
  return rows.map(({ id }) => id)
}

async function readCurrent(session: Session): Promise<{ id: number; newestAt: number }> {
  const [row] = await session.rows<{ readonly id: number; readonly at: number | null }>(
    `SELECT id, (SELECT at FROM result WHERE run = id ORDER BY at DESC LIMIT 1) AS at
      FROM clock_run ORDER BY id DESC LIMIT 1`,
  )
  return { id: row?.id ?? FIRST_RUN, newestAt: row?.at ?? Number.NEGATIVE_INFINITY }
}

async function beginRun(session: Session): Promise<number> {
  const [row] = await session.rows<{ readonly id: number }>(
    'INSERT INTO clock_run DEFAULT VALUES RETURNING id',
  )
  return row?.id ?? FIRST_RUN
}
