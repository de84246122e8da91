import type { ChartWire } from 'check-tcp-monitor/http-api'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useAskedAll } from '../api/use-asked-all.js'
import { useMore } from '../parts/lazy.js'
import { useWords } from '../parts/reader.js'
import { Waiting } from '../parts/waiting.js'
import { type ChartData, chartData, scaleTop } from './chart/chart-data.js'
import type { Chart } from './chart/chart-frame.js'
import { DASHES, LINES } from './chart/lines.js'
import { ComparisonTable } from './comparison-table.js'
import type { Shown } from './span.js'

interface ComparisonProps {
  /** Of the check, in the API. */
  readonly path: string
  readonly names: readonly string[]
  readonly shown: Shown
  readonly isTable: boolean
  readonly onZoom: (shown: Shown) => void
}

const DAY = 86_400

/** The median response times of locations on one axis. */
export function Comparison({ path, names: all, shown, isTable, onZoom }: ComparisonProps) {
  const words = useWords()
  const { check: texts } = useMore()
  const names = all.slice(0, LINES.length)
  const window = {
    from: new Date(shown.from * 1_000).toISOString(),
    until: new Date(shown.until * 1_000).toISOString(),
  }
  const asked = useAskedAll<ChartWire>(
    names.map(
      (location) => `${path}/chart?${new URLSearchParams({ ...window, points: '400', location })}`,
    ),
  )
  const data = useMemo(() => asked.data?.map((each) => chartData(each, shown)), [asked.data])
  const [point, setPoint] = useState<number | null>(null)
  if (!data) return <Waiting {...asked} />
  const usual = data.map(({ p50 }) => {
    const known = p50.filter((each) => each !== null).sort((a, b) => a - b)
    return known[Math.floor((known.length - 1) / 2)]
  })
  const shownOf = (place: number) => {
    const ms = point === null ? usual[place] : data[place]?.p50[point]
    return ms == null ? '–' : words.response(ms / 1_000)
  }
  const said = names.map((name, place) => `${name} ${shownOf(place)}`).join(', ')
  const at = point === null ? undefined : data[0]?.at[point]
  if (isTable) return <ComparisonTable names={names} data={data} />
  return (
    <>
      <Drawn
        data={data}
        shown={shown}
        label={`${texts.comparison}: ${said}`}
        onZoom={onZoom}
        onPoint={setPoint}
      />
      <p class="legend small">
        {at !== undefined && <b>{words.absolute(at * 1_000)}</b>}
        {names.map((name, place) => (
          <span key={name} class="key">
            <svg class={`stroke line-${place + 1}`} viewBox="0 0 28 4" aria-hidden="true">
              <path d="M0 2h28" stroke-dasharray={DASHES[place]?.join(' ')} />
            </svg>
            {`${name} ${shownOf(place)}`}
          </span>
        ))}
      </p>
      {all.length > names.length && (
        <p class="muted small">{texts.notCompared(all.length - names.length)}</p>
      )}
    </>
  )
}

interface DrawnProps {
  readonly data: readonly ChartData[]
  readonly shown: Shown
  readonly label: string
  readonly onZoom: (shown: Shown) => void
  readonly onPoint: (bin: number | null) => void
}

function Drawn({ data, shown, label, onZoom, onPoint }: DrawnProps) {
  const words = useWords()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = box
    if (!current) return undefined
    let chart: Chart | undefined
    let isOver = false
    const draw = async () => {
      const { drawComparison } = await import('./chart/draw-chart.js')
      if (isOver) return
      chart?.destroy()
      const curves = data.map(({ p50 }) => p50)
      const all = curves.flat()
      const look = {
        ...{ at: data[0]?.at ?? [], curves, shown },
        strokes: curves.map((_, place) => ({
          colour: LINES[place] ?? LINES[0],
          dash: DASHES[place] ?? [],
        })),
        top: scaleTop({ p95: all, p99: all }, undefined),
        label: (ms: number) =>
          all.every((each) => each === null) ? '' : words.response(ms / 1_000),
        times: (at: number, span: number) => (span > 2 * DAY ? words.day(at) : words.clock(at)),
      }
      chart = drawComparison(current, look, { zoom: onZoom, point: onPoint })
    }
    void draw()
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    const redraw = () => void draw()
    scheme.addEventListener('change', redraw)
    const resized = new ResizeObserver(() => chart?.resize(current.clientWidth))
    resized.observe(current)
    return () => {
      isOver = true
      scheme.removeEventListener('change', redraw)
      resized.disconnect()
      chart?.destroy()
    }
  }, [data])
  return <div ref={box} class="chart" role="img" aria-label={label} />
}
