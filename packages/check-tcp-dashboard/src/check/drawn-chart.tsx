import type { CheckWire, IncidentWire } from 'check-tcp-monitor/http-api'
import { useEffect, useRef } from 'preact/hooks'
import { useReader } from '../parts/reader.js'
import { type ChartData, scaleTop } from './chart/chart-data.js'
import type { Chart } from './chart/chart-frame.js'
import type { Shown } from './span.js'

interface DrawnChartProps {
  readonly data: ChartData
  readonly check: CheckWire
  readonly incidents: readonly IncidentWire[]
  /** What it shows, in words. */
  readonly label: string
  readonly onZoom: (shown: Shown) => void
  readonly onPoint: (bin: number | null) => void
}

const DAY = 86_400

/** The chart, drawn by a library that is loaded with the first of them. */
export function DrawnChart({ data, check, incidents, label, onZoom, onPoint }: DrawnChartProps) {
  const { words } = useReader()
  const box = useRef<HTMLDivElement>(null)
  const { baseline } = check
  const isScaled = baseline !== undefined || data.p99.some((each) => each !== null)
  useEffect(() => {
    const { current } = box
    if (!current) return undefined
    let chart: Chart | undefined
    let isOver = false
    const draw = async () => {
      const { drawChart } = await import('./chart/draw-chart.js')
      if (isOver) return
      chart?.destroy()
      const normal = baseline && { typical: baseline.typical * 1_000, high: baseline.high * 1_000 }
      chart = drawChart(
        current,
        {
          data,
          normal,
          top: scaleTop(data, normal?.high),
          incidents: incidents.map(({ since, closed_at: closed }) => ({
            from: Date.parse(since) / 1_000,
            until: (closed ? Date.parse(closed) : Date.now()) / 1_000,
          })),
          // Without any response there is no scale.
          label: (ms) => (isScaled ? words.response(ms / 1_000) : ''),
          times: (at, span) => (span > 2 * DAY ? words.day(at) : words.clock(at)),
        },
        { zoom: onZoom, point: onPoint },
      )
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
  }, [data, incidents, baseline?.high])
  return <div ref={box} class="chart" role="img" aria-label={label} />
}
