import type { AgentEntry } from './entry.js'

/** A change of who may report to a hub, for the log. */
export interface AuditedAgent {
  readonly what: AgentEntry['what']
  /** Wall time, milliseconds since 1970. */
  readonly wallMs: number
}

/** @param who JSON */
export function agentLine({ what, wallMs }: AuditedAgent, who: string): string {
  const { change, location, agent, key } = what
  const head = `"kind":"agent","time":"${new Date(wallMs).toISOString()}","who":${who}`
  return `{${head},"what":${JSON.stringify({ change, location, agent, key })}}`
}
