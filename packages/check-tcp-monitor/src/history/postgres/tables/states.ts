import type { StoredState } from '../../../core/store/commits.js'
import { type StateKey, stateKeyText } from '../../../core/store/state-key.js'
import type { Session } from '../connect/database.js'

/** Replaces or deletes; of several of one key the last counts. */
export async function putStates(session: Session, states: readonly StoredState[]): Promise<void> {
  const byKey = new Map(states.map((state) => [stateKeyText(state), state]))
  // In one order, so that two hubs do not wait for one another.
  const all = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, state]) => state)
  const kept = all.filter(({ state }) => state !== undefined)
  const gone = all.filter(({ state }) => state === undefined)
  if (kept.length > 0) {
    await session.change(
      `INSERT INTO state SELECT kind, id, location, json::json
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS t (kind, id, location, json)
        ON CONFLICT (kind, id, location) DO UPDATE SET json = excluded.json`,
      [...keysOf(kept), kept.map(({ state }) => JSON.stringify(state))],
    )
  }
  if (gone.length === 0) return
  await session.change(
    `DELETE FROM state USING unnest($1::text[], $2::text[], $3::text[]) AS t (kind, id, location)
      WHERE state.kind = t.kind AND state.id = t.id AND state.location = t.location`,
    keysOf(gone),
  )
}

export function allStates(session: Session): Promise<readonly StoredState[]> {
  return session.rows<StoredState>(
    'SELECT kind, id, location, json AS state FROM state ORDER BY kind, id, location',
  )
}

function keysOf(keys: readonly StateKey[]): readonly (readonly string[])[] {
  return [
    keys.map(({ kind }) => kind),
    keys.map(({ id }) => id),
    keys.map(({ location }) => location),
  ]
}
