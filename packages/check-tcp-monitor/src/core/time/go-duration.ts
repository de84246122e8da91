const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
}

const DURATION = /^(?:\d{1,12}(?:\.\d{1,9})?(?:ns|us|µs|ms|s|m|h|d|w|y))+$/

/** Milliseconds of a duration as Go and Prometheus write it: `30s`, `1h30m`, `500ms`; undefined for anything else. */
export function goDurationMs(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 50 || !DURATION.test(value)) return undefined
  let ms = 0
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)([a-zµ]+)/g)) {
    ms += Number(amount) * (UNITS[unit ?? ''] ?? 0)
  }
  return ms
}
