/** Values of another program's config, which can be anything. */
export type Foreign = Readonly<Record<string, unknown>>

/** A mapping, or an empty one for anything else. */
export function mappingOf(value: unknown): Foreign {
  return isMapping(value) ? value : {}
}

export function isMapping(value: unknown): value is Foreign {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A list, or an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text, a number as text, or undefined for anything else and for nothing but space. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined
}

/** A number, also one in quotes. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** Is it true, also as the text that YAML 1.1 reads so? */
export function isTruthy(value: unknown): boolean {
  return (
    value === true || value === 1 || (typeof value === 'string' && /^(true|yes|on|1)$/i.test(value))
  )
}

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
