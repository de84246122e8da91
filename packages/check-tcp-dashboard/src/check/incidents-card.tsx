import type { IncidentWire } from 'check-tcp-monitor/http-api'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { IncidentLine } from '../parts/incident-line.js'
import { useMore } from '../parts/lazy.js'
import { Waiting } from '../parts/waiting.js'

interface IncidentsCardProps {
  readonly title: string
  readonly path: string
  readonly after: unknown
}

/** The newest incidents of a check. */
export function IncidentsCard({ title, path, after }: IncidentsCardProps) {
  const { check: texts } = useMore()
  const asked = useAsked<{ readonly incidents: readonly IncidentWire[] }>(path, { after })
  const { data } = asked
  return (
    <Card title={title}>
      {!data && <Waiting {...asked} />}
      {data?.incidents.length === 0 && <p class="muted">{texts.noIncidents}</p>}
      <ul class="plain-list">
        {data?.incidents.map((incident) => (
          <li key={incident.id}>
            <IncidentLine incident={incident} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
