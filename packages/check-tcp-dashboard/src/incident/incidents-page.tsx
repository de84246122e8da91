import type { IncidentWire } from 'check-tcp-monitor/http-api'
import { useState } from 'preact/hooks'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { IncidentRow } from '../parts/incident-line.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { useTitle } from '../parts/use-title.js'
import { Waiting } from '../parts/waiting.js'

const PAGE = 50

interface Incidents {
  readonly incidents: readonly IncidentWire[]
  readonly next?: string
}

/** What is open, and what was. */
export function IncidentsPage() {
  const { t } = useWords()
  const { incident: texts } = useMore()
  const { overview } = useDesk()
  useTitle(t.nav.incidents)
  const [limit, setLimit] = useState(PAGE)
  const after = overview.version.value
  const open = useAsked<Incidents>('/api/v1/incidents?open=true&limit=1000', { after })
  const closed = useAsked<Incidents>(`/api/v1/incidents?open=false&limit=${limit}`, { after })
  const list = (asked: typeof open, nothing: string) => {
    if (!asked.data) return <Waiting {...asked} />
    if (asked.data.incidents.length === 0) return <p class="muted">{nothing}</p>
    return (
      <ul class="plain-list">
        {asked.data.incidents.map((incident) => (
          <li key={incident.id}>
            <IncidentRow
              incident={incident}
              subject={
                incident.subject === 'check'
                  ? incident.subject_id
                  : texts.subjects[incident.subject]
              }
            />
          </li>
        ))}
      </ul>
    )
  }
  const count = open.data?.incidents.length
  return (
    <article class="page">
      <h1>{count === undefined ? t.nav.incidents : texts.openCount(count)}</h1>
      <Card title={texts.openTitle}>{list(open, texts.noneOpen)}</Card>
      <Card title={texts.closedTitle}>
        {list(closed, texts.noneClosed)}
        {closed.data?.next && (
          <button type="button" onClick={() => setLimit(limit + PAGE)}>
            {texts.more}
          </button>
        )}
      </Card>
    </article>
  )
}
