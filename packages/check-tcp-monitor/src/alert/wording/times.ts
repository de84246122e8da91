const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const UNITS = [
  [DAY, 'd'],
  [HOUR, 'h'],
  [MINUTE, 'min'],
  [SECOND, 's'],
] as const

/** `12:03:10 UTC`, with the date before it where that is another day than `now`'s. Both wall milliseconds. */
export function clockTime(at: number, now: number): string {
  const [date, time] = utc(at)
  return date === utc(now)[0] ? `${time} UTC` : `${date} ${time} UTC`
}

/** `2026-01-05 12:03:10 UTC` */
export function dateAndTime(at: number): string {
  return `${utc(at).join(' ')} UTC`
}

/** `2 h 5 min`, the two largest units; `0 s` for less than one second and for clocks that were set back. */
export function duration(ms: number): string {
  const first = UNITS.findIndex(([unit]) => ms >= unit)
  if (first === -1) return '0 s'
  let rest = ms
  const words: string[] = []
  for (const [unit, name] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / unit)
    rest -= count * unit
    if (count > 0) words.push(`${count} ${name}`)
  }
  return words.join(' ')
}

/** `0.4 ms`, `85.7 ms`, `1.2 s`: response times as people say them. */
export function milliseconds(ms: number): string {
  if (Math.round(ms) >= SECOND) return `${Number((ms / SECOND).toPrecision(3))} s`
  return `${Number(ms.toPrecision(ms >= 10 ? 3 : 2))} ms`
}

function utc(at: number): readonly [string, string] {
  const text = new Date(at).toISOString()
  return [text.slice(0, 10), text.slice(11, 19)]
}
