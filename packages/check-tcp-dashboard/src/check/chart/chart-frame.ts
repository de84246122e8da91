import type UPlot from 'uplot'

/** A stretch of time, seconds since 1970. */
export interface Stretch {
  readonly from: number
  readonly until: number
}

export interface Chart {
  resize(width: number): void
  destroy(): void
}

export const HEIGHT = 260

/** How what stands on the axes reads. */
export interface Labels {
  readonly label: (ms: number) => string
  readonly times: (at: number, span: number) => string
}

interface FrameParts extends Labels {
  readonly box: HTMLElement
  readonly colour: { readonly muted: string; readonly line: string }
  readonly shown: Stretch
  /** Milliseconds at the top. */
  readonly top: number
  /** Free below the curves; pixels. */
  readonly marks: number
  readonly zoom: (stretch: Stretch) => void
  readonly point: (bin: number | null) => void
}

/** What all charts have alike: size, axes, and a zoom by dragging. */
export function frameOf(parts: FrameParts): Omit<UPlot.Options, 'series' | 'hooks'> & {
  readonly hooks: Pick<UPlot.Hooks.Arrays, 'setSelect' | 'setCursor'>
} {
  const { box, colour, shown, top, marks, label, times, zoom, point } = parts
  const axis = {
    stroke: colour.muted,
    grid: { stroke: colour.line, width: 1 },
    ticks: { show: false },
  }
  return {
    width: Math.max(200, box.clientWidth),
    height: HEIGHT,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 5 }, y: false },
    scales: { x: { time: true, range: [shown.from, shown.until] }, y: { range: [0, top] } },
    axes: [
      {
        ...axis,
        gap: marks,
        size: marks + 24,
        values: (plot, splits) => {
          const span = (plot.scales.x?.max ?? 0) - (plot.scales.x?.min ?? 0)
          return splits.map((at) => times(at * 1_000, span))
        },
        space: 84,
      },
      { ...axis, size: 68, values: (_plot, splits) => splits.map(label) },
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select
          if (width < 4) return
          zoom({ from: plot.posToVal(left, 'x'), until: plot.posToVal(left + width, 'x') })
        },
      ],
      setCursor: [(plot) => point(plot.cursor.idx ?? null)],
    },
  }
}

/** The colours of the style sheet, as they are in the scheme of the reader. */
export function coloursOf<const N extends string>(
  box: HTMLElement,
  names: readonly N[],
): Record<N, string> {
  const probe = document.createElement('span')
  box.append(probe)
  const colours = Object.fromEntries(
    names.map((name) => {
      probe.style.color = `var(--${name})`
      return [name, getComputedStyle(probe).color]
    }),
  )
  probe.remove()
  return colours as Record<N, string>
}

/** The places of values that have none beside them, for which no line shows them. */
export function aloneIn(plot: UPlot, series: number): number[] | null {
  const values = plot.data[series] ?? []
  const isKnown = (place: number) => values[place] != null
  const alone: number[] = []
  for (let place = 0; place < values.length; place++) {
    if (isKnown(place) && !isKnown(place - 1) && !isKnown(place + 1)) alone.push(place)
  }
  return alone
}
