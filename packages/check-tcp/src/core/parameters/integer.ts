import * as v from 'valibot'

/** The schema of an integer within limits, both inclusive; its message says them. */
export function integer(min: number, max: number) {
  const allowed = `an integer from ${min} to ${max}`
  return v.pipe(
    v.number(allowed),
    v.integer(allowed),
    v.minValue(min, allowed),
    v.maxValue(max, allowed),
  )
}
