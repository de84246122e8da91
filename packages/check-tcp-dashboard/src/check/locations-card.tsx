import type { CheckWire } from 'check-tcp-monitor/http-api'
import { Card } from '../parts/card.js'
import { VerdictMark } from '../parts/icon.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Since } from '../parts/time.js'

/** What each location sees, side by side. */
export function LocationsCard({
  locations,
}: {
  readonly locations: NonNullable<CheckWire['locations']>
}) {
  const { t, error: inWords } = useWords()
  const { check: texts } = useMore()
  return (
    <Card title={texts.locations}>
      <ul class="plain-list">
        {locations.map(({ location, verdict, since, error, because }) => (
          <li key={location}>
            <div class="line">
              <b>{location}</b>
              <VerdictMark verdict={verdict} word={t.verdict[verdict]} />
            </div>
            <div class="muted small">
              <Since at={Date.parse(since)} /> {error ? inWords(error) : (because ?? '')}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
