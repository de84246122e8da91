import { type Markup, markup } from '../markup/markup.js'
import type { Day } from '../page-model.js'
import type { PageTexts } from '../texts/page-texts.js'
import { coverageInWords, type DayKind, dayInWords, kindOfDay, uptimeInWords } from '../words.js'

const WIDTH = 4
const GAP = 1
const HEIGHT = 24

/** The bar of a day that is down reaches up by its share, and this far at least. */
const MIN_DOWN = 8

/** Of a day without data and of one in maintenance: without colours too they are told from others by their height. */
const UNKNOWN = 3
const MAINTENANCE = 12

/** A rectangle that stands on the ground, or so far above it. */
interface Block {
  readonly kind: DayKind
  readonly x: number
  readonly height: number
  readonly above: number
}

/** What a day looks like. Of a day that was down the lower part says so, with a gap above it. */
function blocksOf(day: Day, index: number): readonly Block[] {
  const kind = kindOfDay(day)
  const block = { kind, x: index * WIDTH, above: 0 }
  if (kind === 'unknown') return [{ ...block, height: UNKNOWN }]
  if (kind === 'maintenance') return [{ ...block, height: MAINTENANCE }]
  if (kind === 'up') return [{ ...block, height: HEIGHT }]
  const share = day.downMs / (day.upMs + day.downMs)
  const height = Math.max(MIN_DOWN, Math.round(share * HEIGHT))
  const above = height + 2
  const rest = { ...block, kind: 'up' as const, height: HEIGHT - above, above }
  return [{ ...block, height }, ...(rest.height > 0 ? [rest] : [])]
}

/** All blocks of a kind as one shape, so that 90 days are a handful of elements. */
function shapeOf(kind: DayKind, blocks: readonly Block[]): Markup {
  const own = blocks.filter((block) => block.kind === kind)
  if (own.length === 0) return markup``
  const steps = own.map(({ x, height, above }) => {
    return `M${x} ${HEIGHT - above - height}h${WIDTH - GAP}v${height}h-${WIDTH - GAP}z`
  })
  return markup`<path class="${kind}" d="${steps.join('')}"/>`
}

const KINDS: readonly DayKind[] = ['up', 'down', 'maintenance', 'unknown']

/** The days of a service: one control, which shows a bar and opens a table. */
export function dayHistory(name: string, days: readonly Day[], texts: PageTexts): Markup {
  if (days.length === 0) return markup``
  const width = days.length * WIDTH - GAP
  const blocks = days.flatMap(blocksOf)
  const shapes = KINDS.map((kind) => shapeOf(kind, blocks))
  const newestFirst = [...days].reverse()
  return markup`<details>
<summary>${uptimeInWords(days, texts)}<svg class="bar" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">${shapes}</svg></summary>
<table>
<caption>${texts.days(days.length, name)}</caption>
<thead><tr><th scope="col">${texts.headings.day}</th><th scope="col">${texts.headings.how}</th><th scope="col">${texts.headings.monitored}</th></tr></thead>
<tbody>
${newestFirst.map((day) => rowOf(day, texts))}</tbody>
</table>
</details>`
}

function rowOf(day: Day, texts: PageTexts): Markup {
  return markup`<tr><th scope="row">${day.date}</th><td>${dayInWords(day, texts)}</td><td>${coverageInWords(day, texts)}</td></tr>
`
}
