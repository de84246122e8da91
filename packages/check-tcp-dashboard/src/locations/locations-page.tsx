import type { LocationWire } from 'check-tcp-monitor/http-api'
import { useDesk } from '../api/desk.js'
import { useAsked } from '../api/use-asked.js'
import { useMore } from '../parts/lazy.js'
import { Marked } from '../parts/marked.js'
import { useWords } from '../parts/reader.js'
import { useTitle } from '../parts/use-title.js'
import { WaitingPage } from '../parts/waiting-page.js'
import { LocationCard } from './location-card.js'

const REFRESH_MS = 5_000

/** From where is checked, and how these places are. */
export function LocationsPage() {
  const { t } = useWords()
  const { locations: texts } = useMore()
  const { overview } = useDesk()
  useTitle(t.nav.locations)
  const asked = useAsked<{ readonly locations: readonly LocationWire[] }>('/api/v1/locations', {
    every: REFRESH_MS,
  })
  const head = overview.head.value
  const { data } = asked
  if (!data) return <WaitingPage title={t.nav.locations} {...asked} />
  const isAlone = data.locations.length === 0
  const isolated = head?.isolated ?? false
  return (
    <article class="page">
      <h1>{isAlone ? texts.alone : texts.title(data.locations.length)}</h1>
      {isAlone && (
        <>
          <p class={`notice ${isolated ? 'is-unknown' : 'is-up'}`}>
            {isolated
              ? t.overview.isolated(head?.location ?? '')
              : texts.aloneSees(head?.location ?? '')}
          </p>
          <p class="muted">
            <Marked text={texts.aloneHint} />
          </p>
        </>
      )}
      <div class="cards">
        {data.locations.map((location) => (
          <LocationCard key={location.location} location={location} rows={overview.rows} />
        ))}
      </div>
    </article>
  )
}
