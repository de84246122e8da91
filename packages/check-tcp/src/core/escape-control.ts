/**
 * Characters that can move a cursor, change colours, reorder text or break a line: C0, DEL and C1
 * controls, the line and paragraph separators and the bidirectional controls (CWE-150).
 */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Shows control characters as `\x1b` or `\u202e`, so that no text from outside steers a terminal or a log. */
export function escapeControl(text: string): string {
  return text.replace(CONTROL, (char) => {
    const code = char.charCodeAt(0)
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    return code <= 0xff
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`
  })
}
