import type { IncidentWire } from 'check-tcp-monitor/http-api'
import { VerdictMark } from './icon.js'
import { incidentPath } from './paths.js'
import { useWords } from './reader.js'
import { Moment, Since } from './time.js'

interface IncidentLineProps {
  readonly incident: IncidentWire
  /** Says what it is about; absent: that is known where it stands. */
  readonly subject?: string
}

/** An incident in two lines: what, why, when and for how long. */
export function IncidentLine({ incident, subject }: IncidentLineProps) {
  const { t, lasting } = useWords()
  const { verdict, error, since, closed_at: closed, acknowledged } = incident
  const seconds = (Date.parse(closed ?? since) - Date.parse(since)) / 1_000
  return (
    <>
      <div class="line">
        <a href={incidentPath(incident.id)} data-page>
          {subject ?? error ?? t.verdict[verdict]}
        </a>
        <VerdictMark
          verdict={closed ? 'up' : verdict}
          word={closed ? lasting(seconds) : t.verdict[verdict]}
        />
      </div>
      <div class="muted small">
        {subject && error ? `${error} ` : ''}
        <Moment at={Date.parse(since)} /> {!closed && <Since at={Date.parse(since)} />}
        {acknowledged && !closed ? ` ${t.row.flags.acknowledged}` : ''}
      </div>
    </>
  )
}
