const BARS = '▁▂▃▄▅▆▇█'

/** Stands where a check failed and there is no value. */
const LOST_MARK = '×'

/**
 * One character a value, the highest bar for the largest of them; `undefined` is a lost one.
 *
 * @param width how many of the newest values are shown
 */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const shown = width > 0 ? values.slice(-width) : []
  const known = shown.filter((value) => value !== undefined)
  const low = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const high = known.reduce((most, value) => Math.max(most, value), 0)
  const span = high - low
  return shown
    .map((value) => {
      if (value === undefined) return LOST_MARK
      const share = span > 0 ? (value - low) / span : 0
      return BARS[Math.round(share * (BARS.length - 1))] ?? LOST_MARK
    })
    .join('')
}
