import { useMore } from '../parts/lazy.js'
import { useReader } from '../parts/reader.js'
import type { ChartData } from './chart/chart-data.js'

/** What the chart says where the pointer is; what its parts mean where it is nowhere. */
export function ChartLegend({
  data,
  point,
}: {
  readonly data: ChartData
  readonly point: number | null
}) {
  const { words } = useReader()
  const { check: texts } = useMore()
  const at = point === null ? undefined : data.at[point]
  if (point === null || at === undefined) {
    return (
      <p class="legend small muted">
        <span class="key">
          <span class="swatch curve-50" aria-hidden="true" /> {texts.legend.p50}
        </span>
        <span class="key">
          <span class="swatch curve-95" aria-hidden="true" /> {texts.legend.p95}
        </span>
        <span class="key">
          <span class="swatch curve-99" aria-hidden="true" /> {texts.legend.p99}
        </span>
        <span class="key">
          <span class="swatch normal-dash" aria-hidden="true" /> {texts.legend.normal}
        </span>
        <span class="key">
          <span class="swatch outage" aria-hidden="true" /> {texts.legend.outage}
        </span>
        <span class="key">
          <span class="swatch failure" aria-hidden="true" /> {texts.legend.failure}
        </span>
        <span class="key">
          <span class="swatch loss" aria-hidden="true" /> {texts.legend.loss}
        </span>
        <span class="key">
          <span class="swatch unseen" aria-hidden="true" /> {texts.legend.unseen}
        </span>
      </p>
    )
  }
  const ms = (value: number | null | undefined) =>
    value == null ? '–' : words.response(value / 1_000)
  const failures = Object.entries(data.failures[point] ?? {})
  return (
    <p class="legend small">
      <b>{words.absolute(at * 1_000)}</b>
      <span>{`p50 ${ms(data.p50[point])}`}</span>
      <span>{`p95 ${ms(data.p95[point])}`}</span>
      <span>{`p99 ${ms(data.p99[point])}`}</span>
      <span>{texts.checksMade(data.checks[point] ?? 0)}</span>
      {failures.map(([name, count]) => (
        <span key={name} class="is-over">
          {`${texts.failures[name as keyof typeof texts.failures] ?? name}: ${count}`}
        </span>
      ))}
    </p>
  )
}
