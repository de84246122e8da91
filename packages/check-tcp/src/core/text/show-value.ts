import { escapeControl } from './escape-control.js'

/** The longest piece of somebody's value that a message repeats. */
const LONGEST_SHOWN = 60

/** A value as a message shows it, with its type: `"80" (string)`. Never throws, whatever the value. */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing'
    case 'string':
      return `${quote(value)} (string)`
    case 'number':
    case 'boolean':
      return `${value} (${typeof value})`
    case 'bigint':
      // Spelling out millions of digits takes seconds, so a large one is not shown.
      return isSmall(value) ? `${value} (bigint)` : 'a large bigint'
    case 'symbol':
    case 'function':
      return `a ${typeof value}`
    default:
      if (value === null) return 'null'
      return isList(value) ? 'a list' : 'a mapping'
  }
}

function isSmall(value: bigint): boolean {
  return BigInt.asIntN(128, value) === value
}

function isList(value: unknown): boolean {
  try {
    return Array.isArray(value)
  } catch {
    // A revoked proxy throws whatever it is asked.
    return false
  }
}

/** A text in quotes, cut where it is long, its control characters escaped. */
export function quote(text: string): string {
  const cut = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
  return `"${escapeControl(cut).replaceAll('"', '\\"')}"`
}
