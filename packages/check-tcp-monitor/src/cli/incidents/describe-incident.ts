import { escapeControl } from 'check-tcp/words'
import type { IncidentWire } from '../../http/wire/incident-wire.js'

/** `web-9k2f  web is down since 2026-01-05T12:00:00.000Z: Connection refused`. */
export function incidentLine(incident: IncidentWire): string {
  const { id, subject_id, verdict, since, closed_at, error } = incident
  const when = closed_at === undefined ? `since ${since}` : `from ${since} until ${closed_at}`
  const was = closed_at === undefined ? 'is' : 'was'
  const why = error === undefined ? '' : `: ${error}`
  return escapeControl(`${id}  ${subject_id} ${was} ${verdict} ${when}${why}`)
}

/** An incident with who has seen it and what people wrote. */
export function describeIncident(incident: IncidentWire): string {
  const { location, severity, acknowledged, notes = [] } = incident
  const lines = [
    incidentLine(incident),
    escapeControl(`  ${severity}, seen from ${location}`),
    ...(acknowledged
      ? [entry(acknowledged.at, `acknowledged by ${acknowledged.by}`, acknowledged.note)]
      : []),
    ...notes.map(({ at, by, text, public: isPublic }) =>
      entry(at, isPublic ? `${by}, for everybody` : by, text),
    ),
  ]
  return `${lines.join('\n')}\n`
}

/** A text keeps its lines, and nothing else that a terminal would act on. */
function entry(at: string, who: string, text: string | undefined): string {
  const head = escapeControl(`  ${at}  ${who}`)
  if (text === undefined) return head
  const rows = text.split('\n').map((row) => `\n    ${escapeControl(row)}`)
  return `${head}:${rows.join('')}`
}
