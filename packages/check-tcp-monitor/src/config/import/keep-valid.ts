import { checkTcpConnectionSchema, problemsOf } from 'check-tcp/parameters'
import { TAG_LIMITS } from '../../core/config/schema-words.js'
import { DAY, MINUTE } from '../schema/duration.js'
import { COUNT, EVERY } from '../schema/settings.js'
import { writeDuration } from '../write-duration.js'
import { isMapping } from './foreign-value.js'
import type { Remarks } from './imported.js'
import { fillReferences, hasReference, showReferences } from './references.js'

/** Parameters without those that a check cannot have; each of these is told. Undefined where no target is left. */
export function validParameters(
  parameters: Readonly<Record<string, unknown>>,
  remarks: Remarks,
): Readonly<Record<string, unknown>> | undefined {
  let kept = parameters
  // Leaving one out can make another one wrong (`min_addresses` without `addresses`), so it is asked again.
  for (let round = 0; round < 3; round++) {
    const checked = problemsOf(checkTcpConnectionSchema, withoutReferences(kept))
    if (!Array.isArray(checked)) return kept
    for (const { key, message } of checked) {
      remarks.leftOut(showReferences(message))
      kept = without(kept, key.split('.'))
    }
    if (kept.host === undefined || kept.port === undefined) return undefined
  }
  return undefined
}

/** Without what the path leads to; of a list nothing stays. */
function without(
  mapping: Readonly<Record<string, unknown>>,
  [key = '', ...rest]: readonly string[],
): Readonly<Record<string, unknown>> {
  const { [key]: value, ...others } = mapping
  return isMapping(value) && rest.length > 0 ? { ...others, [key]: without(value, rest) } : others
}

/** What a reference stands for is known when the config is loaded; until then any value will do. */
function withoutReferences(parameters: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(parameters).map(([key, value]) => {
    if (!hasReference(value)) return [key, value] as const
    return [key, key === 'port' ? 1 : fillReferences(String(value), 'x')] as const
  })
  return Object.fromEntries(entries)
}

/** An interval as the config has it, moved into its limits where it is not within them. */
export function validEvery(ms: number, remarks: Remarks): string {
  const every = Math.min(Math.max(ms, EVERY.min), EVERY.max)
  if (every !== ms) {
    remarks.note(`an interval of ${writeDuration(ms)} there; it is ${writeDuration(every)} here`)
  }
  return writeDuration(every)
}

/** How often people are reminded of an open incident, moved into its limits where it is not within them. */
export function validRepeat(ms: number, remarks: Remarks): number {
  const repeat = Math.min(Math.max(ms, MINUTE), 30 * DAY)
  if (repeat !== ms) {
    remarks.note(`repeated every ${writeDuration(ms)} there, ${writeDuration(repeat)} here`)
  }
  return repeat
}

/** A count of checks in a row, moved into its limits. */
export function validCount(count: number, remarks: Remarks): number {
  const valid = Math.min(Math.max(Math.round(count), COUNT.min), COUNT.max)
  if (valid !== count) remarks.note(`${count} checks in a row there, ${valid} here`)
  return valid
}

/** Tags without empty ones and doubles; those that are too long are cut, those that are too many told. */
export function validTags(tags: readonly string[], remarks: Remarks): readonly string[] {
  const kept = new Set<string>()
  for (const tag of tags.map((one) => one.trim()).filter(Boolean)) {
    if (tag.length > TAG_LIMITS.length) {
      remarks.note(
        `a tag of ${tag.length} characters is cut to ${TAG_LIMITS.length}: ${showReferences(tag)}`,
      )
    }
    kept.add(tag.slice(0, TAG_LIMITS.length).trim())
  }
  const first = [...kept].slice(0, TAG_LIMITS.count)
  if (kept.size > first.length) {
    remarks.leftOut(`${kept.size - first.length} of its ${kept.size} tags`)
  }
  return first
}
