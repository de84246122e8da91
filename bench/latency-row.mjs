// What a crowd of handshakes comes to: medians, 99th percentiles, and whether the goals are met.
import { median } from './tools/median.mjs'
import { percentile } from './tools/percentile.mjs'

const GOAL_AT_ONCE = 1_000
const MEDIAN_WITHIN_US = 50
const P99_WITHIN_US = 1_000

/** Microseconds of one round: what the engine reported, what the kernel says, what the capture saw. */
export function compareLatencies(reports, capturedUs) {
  const kernelUs = reports.flatMap(({ kernelMs }) => (kernelMs === undefined ? [] : kernelMs * 1e3))
  return {
    connectTime: summary(reports.map(({ connectMs }) => connectMs * 1e3)),
    responseTime: summary(reports.map(({ kernelMs, connectMs }) => (kernelMs ?? connectMs) * 1e3)),
    kernel: kernelUs.length === 0 ? undefined : summary(kernelUs),
    capture: summary(capturedUs),
    synsSentAgain: reports.reduce((sum, { synRetransmits }) => sum + (synRetransmits ?? 0), 0),
  }
}

function summary(valuesUs) {
  return { median: percentile(valuesUs, 0.5), p99: percentile(valuesUs, 0.99) }
}

export function latencyRow({ engine, atOnce, rounds }) {
  const kernelKnown = rounds.every(({ kernel }) => kernel)
  const of = (what, share) => median(rounds.map((round) => round[what][share]))
  const goals = (what) => {
    if (atOnce !== GOAL_AT_ONCE) return ''
    const medianHolds = kernelKnown && isNear(of(what, 'median'), of('kernel', 'median'))
    const p99Holds = Math.abs(of(what, 'p99') - of('capture', 'p99')) <= P99_WITHIN_US
    return `median ${medianHolds ? 'yes' : 'no'}, p99 ${p99Holds ? 'yes' : 'no'}`
  }
  return [
    `${engine} engine, ${atOnce.toLocaleString('en')} at once`,
    of('connectTime', 'median').toFixed(0),
    of('responseTime', 'median').toFixed(0),
    kernelKnown ? of('kernel', 'median').toFixed(0) : 'unknown',
    of('capture', 'median').toFixed(0),
    of('connectTime', 'p99').toFixed(0),
    of('responseTime', 'p99').toFixed(0),
    of('capture', 'p99').toFixed(0),
    goals('connectTime'),
    goals('responseTime'),
  ]
}

latencyRow.columns = [
  '',
  'connect_time, median',
  'response_time, median',
  "kernel's, median",
  "capture's, median",
  'connect_time, p99',
  'response_time, p99',
  "capture's, p99",
  'connect_time meets the goals',
  'response_time meets the goals',
]

function isNear(reportedUs, kernelUs) {
  const ratio = reportedUs / kernelUs
  const isWithinTwice = ratio >= 0.5 && ratio <= 2
  return isWithinTwice || Math.abs(reportedUs - kernelUs) <= MEDIAN_WITHIN_US
}
