import { type Markup, markup } from '../markup/markup.js'
import type { Day } from '../page-model.js'
import { coverageInWords, dayInWords, kindOfDay, uptimeInWords } from '../words.js'

const WIDTH = 4
const GAP = 1
const HEIGHT = 24

/** The bar of a day that is down reaches up by its share, and this far at least. */
const MIN_DOWN = 8

/** What a day looks like: as tall as the day was known, and of a day that was down the lower part in its colour. */
function barOf(day: Day, index: number): Markup {
  const x = index * WIDTH
  const kind = kindOfDay(day)
  const rect = (name: string, y: number, height: number) =>
    markup`<rect class="${name}" x="${x}" y="${y}" width="${WIDTH - GAP}" height="${height}"/>`
  if (kind === 'unknown') return rect(kind, HEIGHT - 3, 3)
  if (kind === 'maintenance') return rect(kind, HEIGHT / 2, HEIGHT / 2)
  if (kind === 'up') return rect(kind, 0, HEIGHT)
  const down = Math.max(MIN_DOWN, Math.round((day.downMs / (day.upMs + day.downMs)) * HEIGHT))
  if (down >= HEIGHT) return rect('down', 0, HEIGHT)
  // A gap between the two, so that it is seen without colours.
  return markup`${rect('up', 0, HEIGHT - down - 2)}${rect('down', HEIGHT - down, down)}`
}

/** The days of a service: one control, which shows a bar and opens a table. */
export function dayHistory(name: string, days: readonly Day[]): Markup {
  if (days.length === 0) return markup``
  const words = uptimeInWords(days)
  const width = days.length * WIDTH - GAP
  const newestFirst = [...days].reverse()
  return markup`<details>
<summary>${words}<svg class="bar" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${days.map(barOf)}</svg></summary>
<table>
<caption>The last ${days.length} days of ${name}</caption>
<thead><tr><th scope="col">Day</th><th scope="col">How it was</th><th scope="col">Seen</th></tr></thead>
<tbody>
${newestFirst.map(rowOf)}</tbody>
</table>
</details>`
}

function rowOf(day: Day): Markup {
  return markup`<tr><th scope="row"><time datetime="${day.date}">${day.date}</time></th><td>${dayInWords(day)}</td><td>${coverageInWords(day)}</td></tr>
`
}
