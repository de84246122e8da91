import UPlot from 'uplot'
import type { ChartData } from './chart-data.js'
import {
  aloneIn,
  type Chart,
  coloursOf,
  frameOf,
  HEIGHT,
  type Labels,
  type Stretch,
} from './chart-frame.js'

export { drawComparison } from './draw-comparison.js'

interface ChartLook extends Labels {
  readonly data: ChartData
  /** Milliseconds that are usual, and normal at most. */
  readonly normal: { readonly typical: number; readonly high: number } | undefined
  readonly incidents: readonly Stretch[]
  /** Milliseconds at the top. */
  readonly top: number
}

/** Below the curves: a row of marks for failures, one for lost packets. */
const MARKS = 34

/** Draws response times, and what else happened, on a canvas. All that knows uPlot is here. */
export function drawChart(
  box: HTMLElement,
  look: ChartLook,
  on: { readonly zoom: (stretch: Stretch) => void; readonly point: (bin: number | null) => void },
): Chart {
  const { data, top } = look
  const colour = chartColours(box)
  const line = (stroke: string, width: number): UPlot.Series => ({
    stroke,
    width,
    points: { show: true, size: 4 + width, fill: stroke, filter: aloneIn },
    spanGaps: false,
  })
  const shown = { from: data.at[0] ?? 0, until: (data.at.at(-1) ?? 0) + data.step }
  const frame = frameOf({ ...look, ...on, box, colour, shown, top, marks: MARKS })
  const options: UPlot.Options = {
    ...frame,
    series: [{}, line(colour.p99, 0.5), line(colour.p95, 1), line(colour.p50, 1.75)],
    bands: [
      { series: [1, 2], fill: colour.outer },
      { series: [2, 3], fill: colour.inner },
    ],
    hooks: {
      ...frame.hooks,
      drawClear: [(plot) => drawGround(plot, look, colour)],
      draw: [(plot) => drawMarks(plot, data, colour)],
    },
  }
  const columns = [data.at, data.p99, data.p95, data.p50].map((values) => [...values])
  const plot = new UPlot(options, columns as UPlot.AlignedData, box)
  return {
    resize: (width) => plot.setSize({ width: Math.max(200, width), height: HEIGHT }),
    destroy: () => plot.destroy(),
  }
}

type Colours = ReturnType<typeof chartColours>

function chartColours(box: HTMLElement) {
  const { curve, ...colours } = coloursOf(box, [
    ...(['line', 'muted', 'text', 'down', 'maintenance', 'loss', 'unknown', 'curve'] as const),
  ])
  return {
    ...colours,
    p50: curve,
    p95: faint(curve, 0.55),
    p99: faint(curve, 0.3),
    inner: faint(curve, 0.24),
    outer: faint(curve, 0.1),
  }
}

function faint(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${share * 100}%, transparent)`
}

/** What lies behind the curves: what is normal, incidents, maintenance, and time of which nothing is known. */
function drawGround(plot: UPlot, { data, normal, incidents }: ChartLook, colour: Colours): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  const x = (at: number) => plot.valToPos(at, 'x', true)
  const stretch = (from: number, until: number, fill: string | CanvasPattern) => {
    ctx.fillStyle = fill
    ctx.fillRect(x(from), bbox.top, Math.max(1, x(until) - x(from)), bbox.height)
  }
  const hatched = hatching(ctx, faint(colour.unknown, 0.35))
  for (const [index, at] of data.at.entries()) {
    const end = at + data.step
    if ((data.unseen[index] ?? 0) > 0.5 && hatched) stretch(at, end, hatched)
    if ((data.maintenance[index] ?? 0) > 0.1) stretch(at, end, faint(colour.maintenance, 0.16))
    const down = data.down[index] ?? 0
    if (down > 0) stretch(at, end, faint(colour.down, 0.14 + 0.3 * down))
  }
  for (const { from, until } of incidents) {
    ctx.fillStyle = colour.down
    ctx.fillRect(x(from), bbox.top, Math.max(2, x(until) - x(from)), 3 * devicePixelRatio)
  }
  if (normal) {
    const y = (ms: number) => plot.valToPos(ms, 'y', true)
    ctx.strokeStyle = faint(colour.text, 0.45)
    ctx.lineWidth = devicePixelRatio
    ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio])
    ctx.beginPath()
    ctx.moveTo(bbox.left, y(normal.high))
    ctx.lineTo(bbox.left + bbox.width, y(normal.high))
    ctx.stroke()
  }
  ctx.restore()
}

/** Below the curves: failures as diamonds, lost packets as ticks. */
function drawMarks(plot: UPlot, data: ChartData, colour: Colours): void {
  const { ctx, bbox } = plot
  const unit = devicePixelRatio
  const width = Math.max(unit, (bbox.width / data.at.length) * 0.8)
  const bottom = bbox.top + bbox.height
  ctx.save()
  for (const [index, at] of data.at.entries()) {
    const x = plot.valToPos(at + data.step / 2, 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    if (data.failures[index]) {
      const size = 4 * unit
      const y = bottom + 10 * unit
      ctx.fillStyle = colour.down
      ctx.beginPath()
      ctx.moveTo(x, y - size)
      ctx.lineTo(x + size, y)
      ctx.lineTo(x, y + size)
      ctx.lineTo(x - size, y)
      ctx.fill()
    }
    if ((data.lost[index] ?? 0) > 0) {
      ctx.fillStyle = colour.loss
      ctx.fillRect(
        x - Math.min(width, 2 * unit) / 2,
        bottom + 20 * unit,
        Math.min(width, 2 * unit),
        9 * unit,
      )
    }
  }
  ctx.restore()
}

function hatching(ctx: CanvasRenderingContext2D, stroke: string): CanvasPattern | null {
  const size = 8 * devicePixelRatio
  const tile = document.createElement('canvas')
  tile.width = size
  tile.height = size
  const pen = tile.getContext('2d')
  if (!pen) return null
  pen.strokeStyle = stroke
  pen.lineWidth = devicePixelRatio
  pen.beginPath()
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size)
    pen.lineTo(shift + size, 0)
  }
  pen.stroke()
  return ctx.createPattern(tile, 'repeat')
}
