import type { WindowSummary } from '../../src/core/store/history-queries.js'
import type { TimeWindow } from '../../src/core/store/time-window.js'
import type { Observation } from '../../src/core/wire/observation.js'

/** The value at the nearest rank, counted one by one. */
export function exactQuantile(values: readonly number[], q: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]
}

/** What a summary of a window has to be, from all results of a check, in the order made; percentiles exact. */
export function recount(all: readonly Observation[], window: TimeWindow): WindowSummary {
  const observations = all.filter(({ at }) => at >= window.from && at < window.until)
  const time = recountTime(all, window)
  const of = (outcome: Observation['outcome']) =>
    observations.filter((each) => each.outcome === outcome).length
  const [good, slow, bad, unknown] = [of('good'), of('slow'), of('bad'), of('unknown')]
  const times = observations.flatMap(({ responseMs, synRetransmits = 0, suspect }) =>
    responseMs === undefined || synRetransmits > 0 || suspect ? [] : [responseMs],
  )
  return {
    good,
    slow,
    bad,
    unknown,
    lost: observations.reduce((sum, { synRetransmits = 0 }) => sum + synRetransmits, 0),
    time,
    uptime: time.up + time.down === 0 ? undefined : time.up / (time.up + time.down),
    p50: exactQuantile(times, 0.5),
    p95: exactQuantile(times, 0.95),
    p99: exactQuantile(times, 0.99),
  }
}

const MINUTES_5 = 300_000

/** One result after the other: from when to when it stands, and what is known of it in the end. */
function recountTime(all: readonly Observation[], { from, until }: TimeWindow) {
  const time = { up: 0, down: 0, unknown: 0, maintenance: 0 }
  for (const location of new Set(all.map((each) => each.location))) {
    const own = all.filter((each) => each.location === location).sort((a, b) => a.at - b.at)
    for (const [index, { at, validMs = MINUTES_5 }] of own.entries()) {
      const next = own[index + 1]?.at ?? until
      const ms = Math.min(next, at + validMs, until) - Math.max(at, from)
      if (ms > 0) time[becameOf(own.slice(index))] += ms
    }
  }
  return time
}

/** What the first of some results turned out to be. */
function becameOf([first, ...later]: readonly Observation[]) {
  const said = (each: Observation) =>
    each.countsAs ??
    ({ good: 'up', slow: 'up', bad: 'unconfirmed', unknown: 'unknown' } as const)[each.outcome]
  const own = first ? said(first) : 'unknown'
  if (own !== 'unconfirmed') return own
  const decided = later.map(said).find((each) => each !== 'unconfirmed')
  return decided === 'unknown' ? 'unknown' : 'down'
}
