import { percentile } from '../../core/statistics.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import { formatDuration } from '../text/duration.js'
import { sparkline } from '../text/sparkline.js'
import { textWidth } from '../text/text-width.js'

/** What `check-tcp watch` keeps of one check. */
export interface WatchSample {
  /** Seconds of the handshake; `undefined` where there was none. */
  readonly seconds: number | undefined
  /** SYNs were sent again, so `seconds` tells of packet loss, not of latency. */
  readonly lossy: boolean
  /** The error's text where the check failed. */
  readonly error: string | undefined
}

export function watchSample(result: CheckResult): WatchSample {
  return {
    seconds: result.connected ? result.response_time : undefined,
    lossy: (result.details.syn_retransmits ?? 0) > 0,
    error: result.status === 'success' ? undefined : result.error,
  }
}

/** Stands where a check is still under way. */
const PENDING_MARK = '·'

/**
 * The line that is drawn again and again: a mark for each check, the newest latency, the loss so far, how many are under
 * way.
 *
 * @param marks the newest checks in the order in which they began; `undefined` is under way
 * @param samples all that are finished
 */
export function renderWatchLine(
  marks: readonly (WatchSample | undefined)[],
  samples: readonly WatchSample[],
  columns: number,
): string {
  const last = marks.findLast((mark) => mark !== undefined) ?? samples.at(-1)
  if (!last) return ''
  const now = last.seconds === undefined ? (last.error ?? 'lost') : formatDuration(last.seconds)
  const pending = marks.filter((mark) => mark === undefined).length
  const words = [
    escapeControl(now),
    counted(samples.length),
    `${lossOf(samples)} failed`,
    ...(pending > 0 ? [`${pending} under way`] : []),
  ].join(' · ')
  // Words that come and go must not make the marks jump.
  const shown = marks.slice(-Math.max(10, columns - Math.max(textWidth(words), 50)))
  const bars = [
    ...sparkline(
      shown.map((mark) => mark?.seconds),
      shown.length,
    ),
  ]
  return `${bars.map((bar, at) => (shown[at] ? bar : PENDING_MARK)).join('')} ${words}`
}

/** The summary at the end, in lines: counts, latencies of the undisturbed handshakes, errors by number. */
export function renderWatchSummary(
  target: string,
  samples: readonly WatchSample[],
  elapsedMs: number,
): string {
  const connected = samples.filter(({ seconds }) => seconds !== undefined).length
  const lossy = samples.filter((sample) => sample.seconds !== undefined && sample.lossy).length
  return [
    `--- ${escapeControl(target)} ---`,
    `${counted(samples.length)} in ${formatDuration(elapsedMs / 1_000)}: ${connected} connected, ${lossOf(samples)} failed`,
    ...latencyLines(samples),
    ...(lossy > 0
      ? [
          `${lossy} connected only after a SYN was retransmitted: packet loss, not counted as latency`,
        ]
      : []),
    ...errorLines(samples),
    '',
  ].join('\n')
}

function lossOf(samples: readonly WatchSample[]): string {
  const lost = samples.filter(({ seconds }) => seconds === undefined).length
  const percent = samples.length === 0 ? 0 : (lost / samples.length) * 100
  return `${lost === 0 || percent >= 10 ? Math.round(percent) : percent.toFixed(1)}%`
}

function latencyLines(samples: readonly WatchSample[]): string[] {
  const clean = samples.filter(({ lossy }) => !lossy).map(({ seconds }) => seconds)
  const sorted = clean.filter((value) => value !== undefined).sort((a, b) => a - b)
  const sum = sorted.reduce((total, value) => total + value, 0)
  const values: readonly [string, number | undefined][] = [
    ['min', sorted[0]],
    ['avg', sorted.length > 0 ? sum / sorted.length : undefined],
    ['p50', percentile(sorted, 50)],
    ['p95', percentile(sorted, 95)],
    ['p99', percentile(sorted, 99)],
    ['max', sorted.at(-1)],
  ]
  const shown = values.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${formatDuration(value)}`],
  )
  return shown.length > 0 ? [shown.join(', ')] : []
}

function errorLines(samples: readonly WatchSample[]): string[] {
  const counts = new Map<string, number>()
  for (const { error } of samples) {
    if (error !== undefined) counts.set(error, (counts.get(error) ?? 0) + 1)
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([error, count]) => `${count} × ${escapeControl(error)}`)
}

function counted(checks: number): string {
  return checks === 1 ? '1 check' : `${checks} checks`
}
