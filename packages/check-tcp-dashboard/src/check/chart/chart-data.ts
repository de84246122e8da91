import type { ChartWire } from 'check-tcp-monitor/http-api'

/** Bins as a chart needs them: of one length each, with the ones of which nothing is known in between. */
export interface ChartData {
  /** Of each bin, seconds. */
  readonly step: number
  /** When each bin begins: seconds since 1970. */
  readonly at: readonly number[]
  /** Milliseconds; null is a gap. */
  readonly p50: readonly (number | null)[]
  readonly p95: readonly (number | null)[]
  readonly p99: readonly (number | null)[]
  /** Share of the bin, 0 to 1. */
  readonly down: readonly number[]
  readonly maintenance: readonly number[]
  /** Share of the bin of which nothing is known. */
  readonly unseen: readonly number[]
  readonly lost: readonly number[]
  readonly failures: readonly (Readonly<Record<string, number>> | undefined)[]
  readonly checks: readonly number[]
}

/** Puts the bins on a grid from the first to the last of a window, so that a gap is one and never a line. */
export function chartData(
  chart: ChartWire,
  { from, until }: { readonly from: number; readonly until: number },
): ChartData {
  const { step } = chart
  const begin = Math.floor(from / step) * step
  const length = Math.max(1, Math.ceil((until - begin) / step))
  const place = new Map(chart.start.map((at, index) => [Math.round((at - begin) / step), index]))
  const grid = Array.from({ length }, (_, index) => place.get(index))
  const column = <T, O>(values: readonly T[], otherwise: O) =>
    grid.map((index) => (index === undefined ? otherwise : (values[index] ?? otherwise)))
  const milliseconds = (values: readonly (number | null)[]) =>
    column(values, null).map((value) => (value === null ? null : value * 1_000))
  const share = (values: readonly number[]) =>
    column(values, 0).map((value) => Math.min(1, value / step))
  const [up, down, maintenance] = [share(chart.up), share(chart.down), share(chart.maintenance)]
  return {
    step,
    at: grid.map((_, index) => begin + index * step),
    p50: milliseconds(chart.p50),
    p95: milliseconds(chart.p95),
    p99: milliseconds(chart.p99),
    down,
    maintenance,
    unseen: up.map((share, index) =>
      Math.max(0, 1 - share - (down[index] ?? 0) - (maintenance[index] ?? 0)),
    ),
    lost: column(chart.lost_syns, 0),
    failures: grid.map((index) => (index === undefined ? undefined : chart.failures[index])),
    checks: grid.map((index) => {
      if (index === undefined) return 0
      const { good, slow, bad, unknown } = chart
      return [good, slow, bad, unknown].reduce((sum, each) => sum + (each[index] ?? 0), 0)
    }),
  }
}

/** Where the scale of response times ends: outliers do not flatten all the rest. */
export function scaleTop(data: Pick<ChartData, 'p95' | 'p99'>, high: number | undefined): number {
  const known = (values: readonly (number | null)[]) =>
    values.filter((value) => value !== null).sort((a, b) => a - b)
  const p99 = known(data.p99)
  const usual = p99[Math.floor((p99.length - 1) * 0.98)] ?? 0
  const p95 = known(data.p95).at(-1) ?? 0
  return Math.max(usual, Math.min(p95, usual * 4), high ?? 0, 0.01) * 1.15
}
