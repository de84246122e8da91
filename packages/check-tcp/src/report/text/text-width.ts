/** Marks that stand on the character before them, vowels and finals of Hangul among them, and characters that are not drawn. */
const NO_COLUMN = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]$/u

/** Characters that take two columns: wide and fullwidth ones of Unicode Standard Annex 11, by their blocks. */
const TWO_COLUMNS =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18d08}\u{1aff0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u

const ALL_NARROW = /^[\u0020-\u007e]*$/

/** The columns of a terminal that a text takes; it has no control characters. */
export function textWidth(text: string): number {
  if (ALL_NARROW.test(text)) return text.length
  return [...text].reduce((sum, char) => sum + charWidth(char), 0)
}

function charWidth(char: string): 0 | 1 | 2 {
  if (NO_COLUMN.test(char)) return 0
  return TWO_COLUMNS.test(char) ? 2 : 1
}

/** The text, or as much of its beginning as fits into so many columns with an ellipsis behind it. */
export function cutToWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let left = columns - 1
  let cut = ''
  for (const char of text) {
    left -= charWidth(char)
    if (left < 0) break
    cut += char
  }
  return columns > 0 ? `${cut}…` : ''
}

/** The text with spaces behind it, so that it takes so many columns at least. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)))
}
