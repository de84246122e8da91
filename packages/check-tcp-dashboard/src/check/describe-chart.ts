import type { SummaryWire } from 'check-tcp-monitor/http-api'
import type { MoreTexts } from '../texts/en-more.js'
import type { Words } from '../texts/words.js'
import type { ChartData } from './chart/chart-data.js'

type Texts = MoreTexts['check']

/** The figures of the whole stretch of time, each with its name. */
export function sumsOf(
  data: ChartData,
  summary: SummaryWire | undefined,
  texts: Texts,
  words: Words,
): [string, string | undefined][] {
  const seen = data.unseen.reduce((sum, share) => sum + (1 - share) * data.step, 0)
  const all = data.at.length * data.step
  const checks = data.checks.reduce((sum, count) => sum + count, 0)
  const down = data.down.reduce((sum, share) => sum + share * data.step, 0)
  const times = summary?.response_time
  return [
    [texts.uptime, summary?.uptime === undefined ? undefined : words.share(summary.uptime)],
    [texts.seen, texts.seenOf(words.lasting(seen), words.lasting(all))],
    [texts.downFor, down >= 1 ? words.lasting(down) : undefined],
    ['p50', times && words.response(times.p50)],
    ['p95', times && words.response(times.p95)],
    ['p99', times && words.response(times.p99)],
    [texts.checks, words.number(checks)],
  ]
}

/** The chart in a sentence, for those who do not see it. */
export function describeChart(
  data: ChartData,
  summary: SummaryWire | undefined,
  texts: Texts,
  words: Words,
): string {
  const parts = sumsOf(data, summary, texts, words).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  )
  return `${texts.chart}: ${parts.join(', ')}`
}
