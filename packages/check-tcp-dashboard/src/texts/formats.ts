import type { Texts } from './en.js'

/** How numbers and times read in one language; times in the zone of whoever reads. */
export interface Formats {
  /** `1,234` */
  number(value: number): string
  /** A response time: `33 µs`, `12 ms`, `1.2 s`. */
  response(seconds: number): string
  /** How long: `40 s`, `12 min`, `3 h 20 min`, `4 d`. */
  lasting(seconds: number): string
  /** `99.95 %`, never rounded up to 100. */
  share(share: number): string
  /** `30 Nov 2026, 14:02:11 CET` */
  absolute(at: number): string
  /** `14:02` today, `30 Nov, 14:02` on another day. */
  short(at: number, now: number): string
  /** `14:02:11` today, `30 Nov, 14:02:11` on another day. */
  shortWithSeconds(at: number, now: number): string
  /** `14:02` */
  clock(at: number): string
  /** `12.4 MB` */
  bytes(count: number): string
  /** `30 Nov` */
  day(at: number): string
  /** `Mo` */
  weekday(at: number): string
}

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

/** @param locale of the reader, such as `en-GB` */
export function formatsOf(locale: string, texts: Pick<Texts, 'units'>): Formats {
  const plain = new Intl.NumberFormat(locale)
  const three = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3, useGrouping: false })
  const percent = new Intl.NumberFormat(locale, { maximumFractionDigits: 3, roundingMode: 'floor' })
  const format = (options: Intl.DateTimeFormatOptions) => {
    let made: Intl.DateTimeFormat | undefined
    return (at: number) => {
      made ??= new Intl.DateTimeFormat(locale, options)
      return made.format(at)
    }
  }
  // One form everywhere: an operator's day has 24 hours, whatever the country.
  const clockOf = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const date = { day: 'numeric', month: 'short' } as const
  const absolute = format({
    ...{ ...date, year: 'numeric', ...clockOf },
    ...{ second: '2-digit', timeZoneName: 'short' },
  })
  const clock = format(clockOf)
  const clockWithSeconds = format({ ...clockOf, second: '2-digit' })
  const day = format(date)
  const weekday = format({ weekday: 'short' })
  const { us, ms, s, min, h, d } = texts.units
  const two = (big: number, bigUnit: string, small: number, smallUnit: string) =>
    small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`
  return {
    number: (value) => plain.format(value),
    response(seconds) {
      if (seconds < 0.001) return `${three.format(seconds * 1_000_000)} ${us}`
      return seconds < 1
        ? `${three.format(seconds * 1_000)} ${ms}`
        : `${three.format(seconds)} ${s}`
    },
    lasting(seconds) {
      const whole = Math.max(0, Math.floor(seconds))
      if (whole < MINUTE) return `${whole} ${s}`
      if (whole < HOUR) return `${Math.floor(whole / MINUTE)} ${min}`
      if (whole < DAY) {
        return two(Math.floor(whole / HOUR), h, Math.floor((whole % HOUR) / MINUTE), min)
      }
      const days = Math.floor(whole / DAY)
      return days < 10 ? two(days, d, Math.floor((whole % DAY) / HOUR), h) : `${days} ${d}`
    },
    share: (share) => `${percent.format(share * 100)} %`,
    absolute,
    clock,
    bytes(count) {
      const units = ['B', 'kB', 'MB', 'GB', 'TB']
      const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3))
      return `${three.format(count / 1_000 ** power)} ${units[power]}`
    },
    short: (at, now) => (day(at) === day(now) ? clock(at) : `${day(at)}, ${clock(at)}`),
    shortWithSeconds: (at, now) =>
      day(at) === day(now) ? clockWithSeconds(at) : `${day(at)}, ${clockWithSeconds(at)}`,
    day,
    weekday,
  }
}
