/**
 * Characters that can move a cursor, change colours, reorder text, break a line or begin a header: C0, DEL and C1
 * controls, the line and paragraph separators and the bidirectional controls (CWE-150, CWE-93).
 */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Shows control characters as `\x1b` or `\u202e`: what a service or a config says steers nothing and nobody. */
export function escapeControl(text: string): string {
  return text.replace(CONTROL, (char) => {
    const code = char.charCodeAt(0)
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    return code <= 0xff ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`
  })
}

/** JSON in which control characters are written as `\u001b`: the same value, and harmless where it is shown as it is. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(CONTROL, (char) => `\\u${hex(char.charCodeAt(0), 4)}`)
}

/** Escaped, and at most `most` characters of it, of which the last is `…` where there was more. */
export function shown(text: string, most = 300): string {
  return cut(escapeControl(text), most)
}

/** At most `most` UTF-16 units, never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1)
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
