import type { ChartWire } from 'check-tcp-monitor/http-api'
import { useMemo } from 'preact/hooks'
import { useAsked } from '../api/use-asked.js'
import { Card } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { useReader } from '../parts/reader.js'
import { Waiting } from '../parts/waiting.js'
import { HOURS_OF_DAY, type HourOfWeek, hoursOfWeek, shadeOf } from './hour-of-week.js'

const WEEKS = 4
const WEEK_MS = 7 * 86_400_000
const HOUR_MS = 3_600_000

/** A Monday, for the names of the days. */
const MONDAY = new Date(2024, 0, 1, 12).getTime()
const DAY_MS = 86_400_000

/** How fast the target usually is at each hour of the week, and when it fails: a table that reads as a picture. */
export function HeatMapCard({ path }: { readonly path: string }) {
  const { words, now } = useReader()
  const { check: texts } = useMore()
  const until = Math.floor(now.value / HOUR_MS) * HOUR_MS
  const query = new URLSearchParams({
    from: new Date(until - WEEKS * WEEK_MS).toISOString(),
    until: new Date(until).toISOString(),
    points: `${WEEKS * 7 * HOURS_OF_DAY}`,
  })
  const asked = useAsked<ChartWire>(`${path}/chart?${query}`)
  const { data } = asked
  const days = useMemo(() => data && hoursOfWeek(data), [data])
  if (!days) {
    return (
      <Card title={texts.heatMap}>
        <Waiting {...asked} />
      </Card>
    )
  }
  const cell = (hour: HourOfWeek) => {
    if (hour.checks === 0) return ''
    if (hour.typical === undefined) return '–'
    return words.response(hour.typical)
  }
  return (
    <Card title={texts.heatMap}>
      <p class="muted small">{texts.heatMapHint(WEEKS)}</p>
      <div class="scroll" role="region" aria-label={texts.heatMap} tabIndex={0}>
        <table class="heat">
          <thead>
            <tr>
              <td />
              {Array.from({ length: HOURS_OF_DAY }, (_, hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((hours, day) => (
              <tr key={day}>
                <th scope="row">{words.weekday(MONDAY + day * DAY_MS)}</th>
                {hours.map((hour, at) => {
                  const text = cell(hour)
                  const shade = hour.typical === undefined ? 'none' : shadeOf(hour.typical, days)
                  const said =
                    hour.bad > 0 ? `${text} ${texts.failed(hour.bad, hour.checks)}` : text
                  return (
                    <td
                      key={at}
                      class={`shade-${shade}${hour.bad > 0 ? ' has-bad' : ''}`}
                      title={said}
                    >
                      <span class="heard">{said}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="legend small muted">
        <span class="key">
          <span class="swatch shade-0" aria-hidden="true" /> {texts.fast}
        </span>
        <span class="key">
          <span class="swatch shade-5" aria-hidden="true" /> {texts.slow}
        </span>
        <span class="key">
          <span class="swatch shade-0 has-bad" aria-hidden="true" /> {texts.withFailures}
        </span>
      </p>
    </Card>
  )
}
