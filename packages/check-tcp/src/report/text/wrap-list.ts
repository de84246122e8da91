import { cutToWidth, textWidth } from './text-width.js'

/**
 * A list in lines, broken behind its commas, so that none is wider than so many columns. Of a longer list only the
 * beginning is shown, and that there is more.
 *
 * @param maxLines at least 2
 */
export function wrapList(text: string, columns: number, maxLines: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(/[^,]*(,\s*|$)/g)?.filter(Boolean) ?? []) {
    if (line !== '' && textWidth((line + piece).trimEnd()) > columns) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  if (line !== '') lines.push(line.trimEnd())
  const shown = lines.length > maxLines ? [...lines.slice(0, maxLines - 1), '… and more'] : lines
  return shown.map((one) => cutToWidth(one, columns))
}
