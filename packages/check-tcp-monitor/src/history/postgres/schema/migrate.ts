import { StoreError } from '../../../core/store/store-error.js'
import type { Database, Session } from '../connect/database.js'
import { MIGRATIONS } from './migrations.js'
import { problemOfServer } from './server-version.js'

/** `ctm1`, as in the SQLite file: one process migrates at a time. */
const LOCK = 0x63746d31

/**
 * Brings the tables up to date, whoever else starts at the same time.
 *
 * @throws {StoreError} (as a rejection) `STORE_TOO_NEW` where a newer version has written it, `STORE_FAILED` for a PostgreSQL that
 *   is too old; nothing is changed then
 */
export async function migrate(database: Database): Promise<void> {
  await database.write('cannot open the history', async (session) => {
    await checkServer(session)
    await session.rows('SELECT pg_advisory_xact_lock($1)', [LOCK])
    const layout = await layoutOf(session)
    if (layout > MIGRATIONS.length) throw tooNew(layout)
    for (const sql of MIGRATIONS.slice(layout)) await session.change(sql)
    if (layout < MIGRATIONS.length) {
      await session.change('UPDATE history_layout SET layout = $1', [MIGRATIONS.length])
    }
  })
}

/** For those who read beside a hub: they change nothing. @throws {StoreError} (as a rejection) */
export async function checkLayout(session: Session): Promise<void> {
  await checkServer(session)
  const [table] = await session.rows<{ readonly found: string | null }>(
    "SELECT to_regclass('history_layout')::text AS found",
  )
  if (!table || table.found === null) {
    throw new StoreError('STORE_UNWRITABLE', 'there is no history in this database')
  }
  const [row] = await session.rows<Layout>('SELECT layout FROM history_layout')
  const layout = row?.layout ?? 0
  if (layout > MIGRATIONS.length) throw tooNew(layout)
  if (layout < MIGRATIONS.length) {
    const text = `an older version wrote the history (layout ${layout}, now ${MIGRATIONS.length}); start a hub of this version once`
    throw new StoreError('STORE_TOO_OLD', text)
  }
}

interface Layout {
  readonly layout: number
}

async function layoutOf(session: Session): Promise<number> {
  await session.change('CREATE TABLE IF NOT EXISTS history_layout (layout integer NOT NULL)')
  const [row] = await session.rows<Layout>('SELECT layout FROM history_layout')
  if (row) return row.layout
  await session.change('INSERT INTO history_layout VALUES (0)')
  return 0
}

async function checkServer(session: Session): Promise<void> {
  const [row] = await session.rows<{ readonly number: string; readonly name: string }>(
    "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS name",
  )
  const problem = row && problemOfServer(Number(row.number), row.name)
  if (problem !== undefined) throw new StoreError('STORE_FAILED', problem)
}

function tooNew(layout: number): StoreError {
  const text = `the history in this database was written by a newer version (layout ${layout}, known up to ${MIGRATIONS.length}); run that version`
  return new StoreError('STORE_TOO_NEW', text)
}
