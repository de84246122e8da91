import { escapeControl } from 'check-tcp/words'

/** Escaped, and at most `most` characters of it, of which the last is `…` where there was more. */
export function shown(text: string, most = 300): string {
  return cut(escapeControl(text), most)
}

/** At most `most` bytes of UTF-8, never half a character. */
export function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= most) return text
  let end = most - Buffer.byteLength('…')
  // A byte of the form 10xxxxxx goes on with a character (RFC 3629 section 3).
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return `${bytes.toString('utf8', 0, end)}…`
}

/** At most `most` UTF-16 units, never half a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1)
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}
