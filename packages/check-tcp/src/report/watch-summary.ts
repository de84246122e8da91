import { escapeControl } from '../core/escape-control.js'
import type { CheckResult } from '../core/result.js'
import { percentile } from '../core/statistics.js'
import { formatDuration } from './duration.js'
import { sparkline } from './sparkline.js'

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

/** The line that is drawn again after every check: the newest latency, a sparkline and the loss so far. */
export function renderWatchLine(samples: readonly WatchSample[], width: number): string {
  const last = samples.at(-1)
  if (!last) return ''
  const now = last.seconds === undefined ? (last.error ?? 'lost') : formatDuration(last.seconds)
  const values = samples.slice(-Math.max(width, 0)).map(({ seconds }) => seconds)
  return `${sparkline(values, width)} ${escapeControl(now)} · ${counted(samples.length)} · ${lossOf(samples)} failed`
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
      ? [`${lossy} connected only after a SYN was sent again: packet loss, not counted as latency`]
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
