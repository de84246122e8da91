import type { HistoryWriter } from './history-writer.js'

/** Free pages up to this share of the file are kept for what comes next: giving them back and taking them again costs. */
const FREE_SHARE = 0.1

/** Pages of one step: few enough that they are moved and logged in a few milliseconds. */
const STEP_PAGES = 64

interface Pages {
  readonly total: number
  readonly free: number
}

/** Gives free pages back to the disk, in steps that free no rows and so give 0. */
export function* vacuumSteps(writer: HistoryWriter): Generator<number> {
  const { database } = writer
  const count = database.prepare<Pages>(
    'SELECT (SELECT page_count FROM pragma_page_count) AS total, (SELECT freelist_count FROM pragma_freelist_count) AS free',
  )
  for (;;) {
    const { total, free } = count.get() ?? { total: 0, free: 0 }
    const most = Math.floor(total * FREE_SHARE)
    if (free <= most) return
    writer.deletion('cannot give space back', () =>
      database.exec(`PRAGMA incremental_vacuum(${Math.min(STEP_PAGES, free - most)})`),
    )
    yield 0
    // Commits that take all free pages in between end this too.
  }
}
