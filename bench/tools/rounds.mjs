/** How often everything is measured, `standard` times unless CHECK_TCP_BENCH_ROUNDS says otherwise. */
export function rounds(standard) {
  const text = process.env.CHECK_TCP_BENCH_ROUNDS
  if (text === undefined) return standard
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text)
  throw new RangeError(`CHECK_TCP_BENCH_ROUNDS must be an integer from 1 to 99999, got "${text}"`)
}
