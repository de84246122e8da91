import type { TimelineEntryWire } from 'check-tcp-monitor/http-api'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { useReader } from '../parts/reader.js'
import { Waiting } from '../parts/waiting.js'
import { describeEntry } from './describe-entry.js'

/** What happened around an incident, in the order of time. */
export function TimelineCard({ path, after }: { readonly path: string; readonly after: unknown }) {
  const { words, now } = useReader()
  const more = useMore()
  const asked = useAsked<{ readonly entries: readonly TimelineEntryWire[] }>(`${path}/timeline`, {
    after,
  })
  const { data } = asked
  return (
    <Card title={more.incident.timeline}>
      {!data && <Waiting {...asked} />}
      <ol class="timeline">
        {data?.entries.map((entry, place) => {
          const { text, details, tone } = describeEntry(entry, more, words)
          const at = Date.parse(entry.at)
          return (
            <li key={place} class={tone ? `is-${tone}` : ''}>
              <time dateTime={entry.at} title={words.absolute(at)}>
                {words.shortWithSeconds(at, now.value)}
              </time>
              <div>
                <p>{text}</p>
                {details.map((detail) => (
                  <p key={detail} class="muted small">
                    {detail}
                  </p>
                ))}
              </div>
            </li>
          )
        })}
      </ol>
    </Card>
  )
}
