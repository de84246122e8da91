/**
 * Why nobody is notified of an open incident now.
 * - `maintenance`, `silence`: somebody planned it so.
 * - `isolated`: the location is isolated, or the check was not made again since it was.
 * - `dependency`: a check that this one depends on is down, or may be.
 * - `recovering`: it may be over before anybody is notified.
 * - `inhibition`: another open incident inhibits it, by the config.
 */
export const SUPPRESSED_REASONS = [
  'maintenance',
  'silence',
  'isolated',
  'dependency',
  'recovering',
  'inhibition',
] as const
export type SuppressedReason = (typeof SUPPRESSED_REASONS)[number]
