import type { ActEntry } from './entry.js'

/** What somebody has a monitor do, for the log. */
export interface AuditedAct extends Pick<ActEntry, 'what' | 'by'> {
  /** Wall time, milliseconds since 1970. */
  readonly wallMs: number
}

/** @param who JSON */
export function actLine({ what, by, wallMs }: AuditedAct, who: string): string {
  const { act, given } = what
  const { name, role, way, from } = by
  const head = `"kind":"act","time":"${new Date(wallMs).toISOString()}","who":${who}`
  const told = JSON.stringify({ name, role, way, from })
  return `{${head},"what":${JSON.stringify({ act, given })},"by":${told}}`
}
