// A horizontal bar chart as SVG, readable on light and dark pages.

const WIDTH = 720
const BAR = 24
const STEP = 36
const TOP = 48
const LABELS = 230
/** Keeps room for the figure right of the longest bar. */
const FIGURES = 80

const STYLE = `
    text { font: 14px system-ui, sans-serif; fill: #1f2328 }
    .title { font-weight: 600 }
    .bar { fill: #8c959f }
    .first { fill: #0969da }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .bar { fill: #6e7681 }
      .first { fill: #4493f8 }
    }
  `

/**
 * The first bar stands out, since it is ours.
 *
 * @param bars `{ name, value }`, values from 0
 */
export function barChart({ title, description, bars }) {
  const height = TOP + bars.length * STEP
  const longest = Math.max(...bars.map(({ value }) => value))
  const lines = bars.flatMap(({ name, value }, index) => {
    const y = TOP + index * STEP
    const middle = y + BAR / 2 + 5
    const width = Math.max((value / longest) * (WIDTH - LABELS - FIGURES), 1).toFixed(1)
    const end = (LABELS + Number(width) + 8).toFixed(1)
    return [
      `<text x="${LABELS - 10}" y="${middle}" text-anchor="end">${escapeXml(name)}</text>`,
      `<rect class="bar${index === 0 ? ' first' : ''}" x="${LABELS}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
      `<text x="${end}" y="${middle}">${Math.round(value).toLocaleString('en')}</text>`,
    ]
  })
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${escapeXml(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<text class="title" x="0" y="24">${escapeXml(title)}</text>`,
    ...lines,
  ].join('\n  ')}\n</svg>\n`
}

function escapeXml(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => entities[character])
}
