import { checkTcpConnectionSchema, problemsOf } from 'check-tcp/config-files'
import { formatDuration } from '../format-duration.js'
import { COUNT, EVERY } from '../schema/settings.js'
import { TAG_LIMITS } from '../schema/words.js'

/** Parameters without those that a check cannot have; each of these is told. Undefined where no target is left. */
export function validParameters(
  parameters: Readonly<Record<string, unknown>>,
  notes: string[],
): Readonly<Record<string, unknown>> | undefined {
  let kept = { ...parameters }
  // Leaving one out can make another one wrong (`min_addresses` without `addresses`), so it is asked again.
  for (let round = 0; round < 3; round++) {
    const checked = problemsOf(checkTcpConnectionSchema, kept)
    if (!Array.isArray(checked)) return kept
    for (const { key, message } of checked) {
      notes.push(message)
      const { [key.split('.')[0] ?? '']: _, ...rest } = kept
      kept = rest
    }
    if (kept.host === undefined || kept.port === undefined) return undefined
  }
  return undefined
}

/** An interval as the config has it, moved into its limits where it is not within them. */
export function validEvery(ms: number, notes: string[]): string {
  const every = Math.min(Math.max(ms, EVERY.min), EVERY.max)
  if (every !== ms)
    notes.push(`an interval of ${formatDuration(ms)}; it is ${formatDuration(every)} here`)
  return formatDuration(every)
}

/** A count of checks in a row, moved into its limits. */
export function validCount(count: number): number {
  return Math.min(Math.max(Math.round(count), COUNT.min), COUNT.max)
}

/** Tags without empty ones and doubles; those that are too long are cut, those that are too many told. */
export function validTags(tags: readonly string[], notes: string[]): readonly string[] {
  const kept = new Set(tags.map((tag) => tag.trim().slice(0, TAG_LIMITS.length)).filter(Boolean))
  const first = [...kept].slice(0, TAG_LIMITS.count)
  if (kept.size > first.length) notes.push(`${kept.size - first.length} of its ${kept.size} tags`)
  return first
}
