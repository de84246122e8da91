import type { HourClass, HourClasses } from 'check-tcp-monitor/http-api'
import type { Words } from '../texts/words.js'
import { useWords } from './reader.js'

/** In the order of their digits in the API. */
const HOUR_CLASSES: HourClasses = [
  'nothing',
  'fine',
  'unknown',
  'maintenance',
  'loss',
  'slow',
  'outage',
]

/** How high a bar is, and how far down it begins: shapes that differ without their colour. */
const BARS: Readonly<Record<HourClass, readonly [height: number, from: number]>> = {
  nothing: [1, 13],
  fine: [5, 9],
  unknown: [9, 5],
  maintenance: [7, 7],
  loss: [8, 6],
  slow: [11, 3],
  outage: [14, 0],
}

const WIDTH = 4
const STEP = 5

/** What each of the last hours was; one path for each kind of hour, so that 10,000 rows stay light. */
export function HourStrip({ strip }: { readonly strip: string }) {
  const words = useWords()
  const paths = new Map<HourClass, string>()
  for (const [place, digit] of [...strip].entries()) {
    const name = HOUR_CLASSES[Number(digit)] ?? 'nothing'
    const [height, from] = BARS[name]
    const bar = `M${place * STEP} ${from}h${WIDTH}v${height}h-${WIDTH}z`
    paths.set(name, (paths.get(name) ?? '') + bar)
  }
  return (
    <svg
      class="hours"
      viewBox={`0 0 ${strip.length * STEP - 1} 14`}
      preserveAspectRatio="none"
      role="img"
      aria-label={describeStrip(strip, words)}
    >
      {[...paths].map(([name, d]) => (
        <path key={name} class={`hour-${name}`} d={d} />
      ))}
    </svg>
  )
}

/** The same in words: `Last 24 hours: outage in 2, slow in 1, fine in 21`. */
function describeStrip(strip: string, { t }: Words): string {
  const counts = new Map<HourClass, number>()
  for (const digit of strip) {
    const name = HOUR_CLASSES[Number(digit)] ?? 'nothing'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const worstFirst = [...HOUR_CLASSES].reverse().flatMap((name) => {
    const count = counts.get(name)
    return count === undefined ? [] : [t.hours.inHours(t.hours[name], count)]
  })
  return t.hours.summary(strip.length, worstFirst)
}
