import type { IncidentWire } from 'check-tcp-monitor/http-api'
import { VerdictMark } from './icon.js'
import { incidentPath } from './paths.js'
import { useWords } from './reader.js'
import { Moment, Since } from './time.js'

interface IncidentProps {
  readonly incident: IncidentWire
}

/** Down, or how long it was. */
function IncidentMark({ incident: { verdict, since, closed_at: closed } }: IncidentProps) {
  const { t, lasting } = useWords()
  if (!closed) return <VerdictMark verdict={verdict} word={t.verdict[verdict]} />
  const seconds = (Date.parse(closed) - Date.parse(since)) / 1_000
  return <VerdictMark verdict="up" word={lasting(seconds)} />
}

/** An incident where it is known what it is about: why, when and for how long. */
export function IncidentLine({ incident }: IncidentProps) {
  const { t, error: inWords } = useWords()
  const { verdict, error, since, closed_at: closed, acknowledged } = incident
  return (
    <>
      <div class="line">
        <a href={incidentPath(incident.id)} data-page>
          {error ? inWords(error) : t.verdict[verdict]}
        </a>
        <IncidentMark incident={incident} />
      </div>
      <div class="muted small">
        <Moment at={Date.parse(since)} /> {!closed && <Since at={Date.parse(since)} />}
        {acknowledged && !closed ? ` ${t.row.flags.acknowledged}` : ''}
      </div>
    </>
  )
}

/** An incident in a list of all. @param subject what it is about */
export function IncidentRow({ incident, subject }: IncidentProps & { readonly subject: string }) {
  const { t, error: inWords } = useWords()
  const { verdict, error, since, closed_at: closed, acknowledged } = incident
  return (
    <div class="incident-row">
      <a href={incidentPath(incident.id)} data-page>
        {subject}
      </a>
      <span>
        {error ? inWords(error) : t.verdict[verdict]}
        {acknowledged && !closed && <span class="muted">{` ${t.row.flags.acknowledged}`}</span>}
      </span>
      <span class="muted">
        <Moment at={Date.parse(since)} />
      </span>
      <IncidentMark incident={incident} />
    </div>
  )
}
