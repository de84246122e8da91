/** Marks that stand on the character before them, and characters that are not drawn. */
const NO_COLUMN = /^[\p{M}\p{Cf}]$/u

/** Characters that take two columns (Unicode Standard Annex 11, wide and fullwidth), halfwidth forms left out. */
const TWO_COLUMNS =
  /^(?![\uff61-\uffdc])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u

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
