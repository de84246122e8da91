import { record } from '../../packages/check-tcp-monitor/dist/core/response-time/histogram.js'
import { randomFrom } from './demo-random.mjs'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

/** Results are there for so long; before that, hours. */
const RESULTS_MS = 26 * HOUR

/**
 * What the history knows before the demo begins to check: results of a day, hours of weeks, and what incidents there were.
 *
 * @param end wall milliseconds
 */
export function* demoHistory(services, { end, days, location, seed }) {
  for (const [index, service] of services.entries()) {
    const random = randomFrom(seed + index)
    const outages = outagesOf(service, { end, days, random })
    const begin = Math.floor((end - RESULTS_MS) / HOUR) * HOUR
    for (let at = begin + random() * MINUTE; at < end; at += MINUTE) {
      yield {
        kind: 'result',
        result: resultOf(service, { at: Math.floor(at), outages, random, location }),
      }
    }
    for (let at = Math.floor((end - days * DAY) / HOUR) * HOUR; at < begin; at += HOUR) {
      yield { kind: 'hour', rollup: hourOf(service, { at, outages, random, location }) }
    }
  }
  for (const [index, service] of services.entries()) {
    const random = randomFrom(seed + index)
    for (const { from, until } of outagesOf(service, { end, days, random })) {
      yield { kind: 'incident', incident: incidentOf(service, from, until, location) }
    }
  }
}

/** A few in some weeks, most of them short. */
function outagesOf({ canary }, { end, days, random }) {
  const outages = []
  for (let from = end - days * DAY + random() * 9 * DAY; from < end - 2 * HOUR; ) {
    const length = random() < 0.7 ? random() * 8 * MINUTE + MINUTE : random() * 70 * MINUTE
    if (!canary) outages.push({ from: Math.floor(from), until: Math.floor(from + length) })
    from += (0.3 + random()) * 8 * DAY
  }
  return outages
}

function responseOf({ ms, lossy }, at, random) {
  const hour = new Date(at).getHours()
  const busy =
    1 + 0.35 * Math.exp(-(((hour - 11) / 3) ** 2)) + 0.25 * Math.exp(-(((hour - 16) / 2) ** 2))
  const tail = random() < 0.03 ? 1 + random() * 3 : 1
  const lost = random() < (lossy ? 0.03 : 0.0002) ? 1 : 0
  return { responseMs: ms * busy * (0.9 + 0.25 * random()) * tail, lost }
}

function resultOf(service, { at, outages, random, location }) {
  const { responseMs, lost } = responseOf(service, at, random)
  const common = {
    checkId: service.name,
    location,
    at,
    attempts: 1,
    address: service.address,
    validMs: 3 * MINUTE,
  }
  if (outages.some(({ from, until }) => from <= at && at < until)) {
    return {
      ...common,
      outcome: 'bad',
      countsAs: 'down',
      failure: 'refused',
      fault: 'target',
      error: 'Connection refused',
      code: 'ECONNREFUSED',
    }
  }
  return {
    ...common,
    outcome: 'good',
    responseMs: lost > 0 ? responseMs + 1_000 : responseMs,
    ...(lost > 0 ? { synRetransmits: lost } : {}),
  }
}

function hourOf(service, { at, outages, random, location }) {
  const histogram = new Map()
  let [good, bad, lost] = [0, 0, 0]
  let down = 0
  for (let minute = at; minute < at + HOUR; minute += MINUTE) {
    if (outages.some(({ from, until }) => from <= minute && minute < until)) {
      bad++
      down += MINUTE
      continue
    }
    const one = responseOf(service, minute, random)
    good++
    lost += one.lost
    if (one.lost === 0) record(histogram, one.responseMs)
  }
  const times = { up: HOUR - down, down, unknown: 0, maintenance: 0 }
  return {
    checkId: service.name,
    ...{ location, at, good, slow: 0, bad, unknown: 0, lost },
    failures: bad > 0 ? { refused: bad } : {},
    time: times,
    observed: {
      firstAt: at,
      lastAt: at + HOUR - 1,
      lastCountsAs: 'up',
      lastValidMs: 3 * MINUTE,
      times,
      unconfirmedMs: 0,
      decidedAs: down > 0 ? 'down' : 'up',
    },
    histogram,
  }
}

function incidentOf({ name }, from, until, location) {
  return {
    id: `${name}-${from.toString(36)}`,
    ...{ subject: 'check', subjectId: name, location },
    ...{ verdict: 'down', severity: 'critical' },
    ...{ since: from, openedAt: from + 20_000, closedAt: until, closedBecause: 'up' },
    ...{ failure: 'refused', fault: 'target', error: 'Connection refused', code: 'ECONNREFUSED' },
  }
}
