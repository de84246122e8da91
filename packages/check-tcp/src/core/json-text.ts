/** What JSON leaves as it is, though it can steer a terminal: DEL, C1 and the characters that `escapeControl` knows. */
const CONTROL = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** JSON of a value, control characters escaped. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? 'null'
  // Looking is far cheaper than replacing nothing.
  if (text.search(CONTROL) < 0) return text
  return text.replace(CONTROL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
