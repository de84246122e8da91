import { cleanText } from '../markup/clean-text.js'
import { type Markup, markup } from '../markup/markup.js'
import type { ServiceState } from '../page-model.js'
import type { PageTexts } from '../texts/page-texts.js'
import { textWidth } from './glyph-widths.js'

/** White on each of them has a contrast of 4.5 at least (WCAG 2.2, 1.4.3). */
const COLOURS: Readonly<Record<ServiceState, string>> = {
  up: '#2e7d32',
  degraded: '#8a5a00',
  down: '#b3261e',
  maintenance: '#1a5fb4',
  unknown: '#5f6368',
}

const LABEL_COLOUR = '#444'
const PADDING = 7
const HEIGHT = 20

/** A picture of a name and how it is, for other pages. */
export function badge(name: string, state: ServiceState, { states }: PageTexts): Markup {
  const label = cleanText(name).replaceAll(/\s+/g, ' ')
  const word = states[state].toLowerCase()
  const [left, right] = [textWidth(label), textWidth(word)]
  const edge = left + 2 * PADDING
  const width = edge + right + 2 * PADDING
  const text = (x: number, length: number, shown: string) =>
    markup`<text x="${x}" y="14" textLength="${length}">${shown}</text>`
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${label}: ${word}"><title>${label}: ${word}</title><rect width="${edge}" height="${HEIGHT}" fill="${LABEL_COLOUR}"/><rect x="${edge}" width="${width - edge}" height="${HEIGHT}" fill="${COLOURS[state]}"/><g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(PADDING, left, label)}${text(edge + PADDING, right, word)}</g></svg>
`
}
