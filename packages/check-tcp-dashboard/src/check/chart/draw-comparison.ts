import UPlot from 'uplot'
import {
  aloneIn,
  type Chart,
  coloursOf,
  frameOf,
  HEIGHT,
  type Labels,
  type Stretch,
} from './chart-frame.js'

interface Comparison extends Labels {
  /** Seconds since 1970, of each bin. */
  readonly at: readonly number[]
  /** Milliseconds of each, at most as many as there are lines; null is a gap. */
  readonly curves: readonly (readonly (number | null)[])[]
  /** How each is drawn: the name of a colour in the style sheet, and its dashes. */
  readonly strokes: readonly { readonly colour: string; readonly dash: readonly number[] }[]
  readonly shown: Stretch
  readonly top: number
}

/** Draws the medians of several places on one axis, each with a colour and a stroke of its own. */
export function drawComparison(
  box: HTMLElement,
  look: Comparison,
  on: { readonly zoom: (stretch: Stretch) => void; readonly point: (bin: number | null) => void },
): Chart {
  const { at, curves, strokes, shown, top } = look
  const colour = coloursOf(box, ['line', 'muted', ...strokes.map((each) => each.colour)])
  const ground = { line: colour.line ?? '', muted: colour.muted ?? '' }
  const frame = frameOf({ ...look, ...on, box, colour: ground, shown, top, marks: 0 })
  const series = strokes.map(({ colour: name, dash }): UPlot.Series => {
    const stroke = colour[name] ?? ground.muted
    return {
      ...{ stroke, width: 1.75, dash: [...dash], spanGaps: false },
      points: { show: true, size: 6, fill: stroke, filter: aloneIn },
    }
  })
  const columns = [at, ...curves].map((values) => [...values])
  const plot = new UPlot({ ...frame, series: [{}, ...series] }, columns as UPlot.AlignedData, box)
  return {
    resize: (width) => plot.setSize({ width: Math.max(200, width), height: HEIGHT }),
    destroy: () => plot.destroy(),
  }
}
