import type { ChartWire, CheckWire, IncidentWire, SummaryWire } from 'check-tcp-monitor/http-api'
import { useMemo, useState } from 'preact/hooks'
import { useAsked } from '../api/use-asked.js'
import { Card, Facts } from '../parts/card.js'
import { useMore } from '../parts/lazy.js'
import { useReader } from '../parts/reader.js'
import { Waiting } from '../parts/waiting.js'
import { chartData } from './chart/chart-data.js'
import { ChartLegend } from './chart-legend.js'
import { ChartTable } from './chart-table.js'
import { Comparison } from './comparison.js'
import { describeChart, sumsOf } from './describe-chart.js'
import { DrawnChart } from './drawn-chart.js'
import { moved, readShown, type Shown, SPAN_NAMES, writeShown } from './span.js'

const REFRESH_MS = 30_000

/** Of the list of locations; none of them can be called so. */
const COMPARED = '*'

/** Response times over a stretch of time, with what else happened; the same as a table, and in a sentence. */
export function ChartCard({ check }: { readonly check: CheckWire }) {
  const { words, place, now, go } = useReader()
  const { check: texts } = useMore()
  const [isTable, setTable] = useState(false)
  const [point, setPoint] = useState<number | null>(null)
  /** From when on something is known; seconds since 1970. */
  const [begun, setBegun] = useState<number>()
  const shown = readShown(place.value, now.value, begun)
  const location = place.value.searchParams.get('location') ?? ''
  const path = `/api/v1/checks/${encodeURIComponent(check.id)}`
  const query = new URLSearchParams({
    from: new Date(shown.from * 1_000).toISOString(),
    until: new Date(shown.until * 1_000).toISOString(),
  })
  const seenFrom = new URLSearchParams(location ? { location } : {})
  const asked = useAsked<ChartWire>(
    `${path}/chart?${new URLSearchParams([...query, ...seenFrom, ['points', '400']])}`,
    {
      every: REFRESH_MS,
    },
  )
  const names = check.locations?.map((each) => each.location) ?? []
  const own = location || names[0] || ''
  const isCompared = names.length > 1 && place.value.searchParams.get('compare') !== null
  const summary = useAsked<SummaryWire>(
    `${path}/summary?${new URLSearchParams([...query, ...(own ? [['location', own] as [string, string]] : [])])}`,
  )
  const incidents = useAsked<{ readonly incidents: readonly IncidentWire[] }>(
    `/api/v1/incidents?${new URLSearchParams([...query, ['check', check.id]])}`,
  )
  const [kept, setKept] = useState<{ chart: ChartWire; shown: Shown }>()
  const first = asked.data?.start[0]
  // A monitor that has just begun has nothing to show of most of a day.
  if (begun === undefined && first !== undefined) setBegun(first)
  else if (asked.data && kept?.chart !== asked.data) setKept({ chart: asked.data, shown })
  const data = useMemo(() => kept && chartData(kept.chart, kept.shown), [kept])
  const show = (next: Shown) => {
    const params = new URLSearchParams(writeShown(next))
    if (location) params.set('location', location)
    if (isCompared) params.set('compare', 'locations')
    go(`${place.value.pathname}?${params}`, 'replace')
  }
  const said = data ? describeChart(data, summary.data, texts, words) : ''
  return (
    <Card
      title={texts.chart}
      class="chart-card"
      aside={
        <div class="chart-tools">
          <div class="segments" role="group" aria-label={texts.span}>
            {SPAN_NAMES.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={shown.span === name}
                onClick={() => show({ from: 0, until: 0, span: name })}
              >
                {texts.spans[name]}
              </button>
            ))}
          </div>
          <div class="segments" role="group" aria-label={texts.zoom}>
            {(['earlier', 'later', 'in', 'out'] as const).map((how) => (
              <button
                key={how}
                type="button"
                aria-label={texts.zooms[how]}
                title={texts.zooms[how]}
                onClick={() => show(moved(shown, how, now.value))}
              >
                {{ earlier: '‹', later: '›', in: '+', out: '−' }[how]}
              </button>
            ))}
          </div>
          <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {texts.asTable}
          </button>
        </div>
      }
    >
      {names.length > 1 && (
        <label class="group-by">
          <span>{texts.seenFrom}</span>
          <select
            value={isCompared ? COMPARED : location}
            onChange={({ currentTarget: { value } }) => {
              const params = new URLSearchParams(writeShown(shown))
              if (value === COMPARED) params.set('compare', 'locations')
              else if (value) params.set('location', value)
              go(`${place.value.pathname}?${params}`, 'replace')
            }}
          >
            <option value="">{texts.allTogether}</option>
            <option value={COMPARED}>{texts.compare}</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {isCompared && <Comparison {...{ path, names, shown, isTable }} onZoom={show} />}
      {!isCompared && !data && <Waiting {...asked} />}
      {!isCompared && data && (
        <>
          <Facts facts={sumsOf(data, summary.data, texts, words)} />
          {data.p50.every((each) => each === null) && <p class="muted">{texts.noResponses}</p>}
          {isTable ? (
            <ChartTable data={data} />
          ) : (
            <DrawnChart
              data={data}
              check={check}
              incidents={incidents.data?.incidents ?? []}
              label={said}
              onZoom={show}
              onPoint={setPoint}
            />
          )}
          {!isTable && <ChartLegend data={data} point={point} />}
        </>
      )}
    </Card>
  )
}
