import { writableText } from '../text/writable-text.js'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for an XML attribute or element: control characters shown as escapes, markup as entities. */
export function xmlText(text: string): string {
  return writableText(text).replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
