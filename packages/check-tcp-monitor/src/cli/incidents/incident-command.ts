import { escapeControl } from 'check-tcp/words'
import type { IncidentWire } from '../../http/wire/incident-wire.js'
import { askByConfig } from '../running/ask-by-config.js'
import { EXIT, type Terminal } from '../terminal.js'
import { describeIncident, incidentLine } from './describe-incident.js'

const PATH = '/api/v1/incidents'

export interface ListFlags {
  readonly config: string
  readonly open?: boolean
  readonly check?: string
}

/** `check-tcp monitor incident list`: those opened last first. */
export async function listIncidents(
  { config, open, check }: ListFlags,
  terminal: Terminal,
): Promise<number> {
  const query = new URLSearchParams({
    ...(open && { open: 'true' }),
    ...(check !== undefined && { check }),
  })
  const { incidents, next } = await askByConfig<{
    readonly incidents: readonly IncidentWire[]
    readonly next?: string
  }>(config, terminal, { method: 'GET', path: `${PATH}?${query}` })
  if (incidents.length === 0) await terminal.out(open ? 'nothing is open\n' : 'no incidents\n')
  for (const incident of incidents) await terminal.out(`${incidentLine(incident)}\n`)
  if (next !== undefined) terminal.err('check-tcp: there are older ones: see the HTTP API\n')
  return EXIT.ok
}

/** `check-tcp monitor incident show ID`. */
export async function showIncident(
  id: string,
  config: string,
  terminal: Terminal,
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(id)}`
  const incident = await askByConfig<IncidentWire>(config, terminal, { method: 'GET', path })
  await terminal.out(describeIncident(incident))
  return EXIT.ok
}

export interface NoteFlags {
  readonly config: string
  readonly public?: boolean
  readonly by?: string
}

/** `check-tcp monitor incident note ID TEXT`. */
export async function noteIncident(
  id: string,
  text: string,
  { config, public: isPublic = false, by }: NoteFlags,
  terminal: Terminal,
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(id)}/notes`
  const body = { text, public: isPublic, ...(by !== undefined && { by }) }
  await askByConfig<IncidentWire>(config, terminal, { path, body })
  const where = isPublic ? '; status pages that show the check show it too' : ''
  await terminal.out(`the note stands with ${escapeControl(id)}${where}\n`)
  return EXIT.ok
}

/** `check-tcp monitor incident unnote ID TIME`. */
export async function removeNote(
  id: string,
  at: string,
  config: string,
  terminal: Terminal,
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(id)}/notes/${encodeURIComponent(at)}`
  await askByConfig<IncidentWire>(config, terminal, { method: 'DELETE', path })
  await terminal.out(`the note of ${escapeControl(at)} is taken back\n`)
  return EXIT.ok
}
