import type { PlannedWindow } from '../../../core/wire/planned-window.js'
import type { Session } from '../connect/database.js'

type Kind = 'silence' | 'maintenance'

/** Silences, or maintenance that comes once: inserted, or replaced by id. */
export async function putWindows(
  session: Session,
  kind: Kind,
  windows: readonly PlannedWindow[],
): Promise<void> {
  for (const window of windows) {
    await session.change(
      `INSERT INTO planned_window VALUES ($1, $2, $3, $4::json)
        ON CONFLICT (kind, id) DO UPDATE SET until = excluded.until, json = excluded.json`,
      [kind, window.id, Math.ceil(window.until), JSON.stringify(window)],
    )
  }
}

export async function allWindows(session: Session, kind: Kind): Promise<readonly PlannedWindow[]> {
  const rows = await session.rows<{ readonly json: PlannedWindow }>(
    'SELECT json FROM planned_window WHERE kind = $1 ORDER BY until, id',
    [kind],
  )
  // Written by `putWindows`.
  return rows.map(({ json }) => json)
}

export function deleteWindowsEndedBefore(session: Session, time: number): Promise<number> {
  return session.change('DELETE FROM planned_window WHERE until < $1', [time])
}
