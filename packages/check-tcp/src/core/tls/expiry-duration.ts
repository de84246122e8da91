const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

const DURATION = /^(\d{1,6}(?:\.\d{1,3})?)(s|m|h|d|w)$/

/** Milliseconds: one second, and ten years, which is longer than any certificate that is still issued. */
const EXPIRY_LIMITS = { min: UNITS.s, max: 3_650 * UNITS.d } as const

/**
 * Milliseconds of a text such as `14d`, `36h` or `2w`; undefined for anything else, and beyond the limits. A number
 * alone is none: some tools mean days by it and others seconds.
 */
export function expiryMs(text: string): number | undefined {
  const [, amount, unit] = DURATION.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  const ms = Math.round(Number(amount) * UNITS[unit as keyof typeof UNITS])
  return ms >= EXPIRY_LIMITS.min && ms <= EXPIRY_LIMITS.max ? ms : undefined
}
