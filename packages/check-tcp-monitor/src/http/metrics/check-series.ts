import type { CheckStatus } from '../../core/status.js'
import type { StateTimes } from '../../core/time/observed-time.js'
import { TIME_STATES } from '../../core/time/time-state.js'
import { VERDICTS } from '../../core/verdict.js'
import { labelOf } from './series.js'

/** The metrics that every check has of its own: their names, and what stands beside them in the text format. */
export const CHECK_SERIES = {
  check_tcp_up:
    '1 if the target is up or degraded, 0 if it is down; no sample while nothing is known',
  check_tcp_verdict: '1 for the current verdict, 0 for the others',
  check_tcp_last_response_seconds: 'Handshake of the newest check, if there was one',
  check_tcp_certificate_expiry_timestamp_seconds:
    'When the first certificate of the chain expires, as Unix time',
  check_tcp_state_seconds_total:
    'Time in each state since the API was opened; uptime is the increase of up by that of up and down',
} as const

type Name = keyof typeof CHECK_SERIES

/**
 * Gauges of single checks, in the text format 0.0.4. Written here and not by the registry: for 10,000 checks that holds
 * the process for more than a second, which every check under way would wait for.
 */
export class CheckSeries {
  readonly #samples: Readonly<Record<Name, string[]>> = {
    check_tcp_up: [],
    check_tcp_verdict: [],
    check_tcp_last_response_seconds: [],
    check_tcp_certificate_expiry_timestamp_seconds: [],
    check_tcp_state_seconds_total: [],
  }

  add(status: CheckStatus, times: StateTimes): void {
    const { id, target, location, newest, verdict } = status
    const labels = `check="${quoted(id)}",target="${quoted(target)}",location="${quoted(location)}"`
    for (const each of VERDICTS) {
      const value = each === verdict ? 1 : 0
      this.#add('check_tcp_verdict', `${labels},verdict="${each}"`, value)
    }
    const up = upOf(status)
    if (up !== undefined) this.#add('check_tcp_up', labels, up)
    const expiry = status.tls?.earliest_expiry
    if (expiry !== undefined) {
      const seconds = Date.parse(expiry) / 1_000
      this.#add('check_tcp_certificate_expiry_timestamp_seconds', labels, seconds)
    }
    for (const state of TIME_STATES) {
      // Most checks are never in the others.
      if (times[state] === 0 && state !== 'up' && state !== 'down') continue
      const name = 'check_tcp_state_seconds_total'
      this.#add(name, `${labels},state="${state}"`, times[state] / 1_000)
    }
    if (newest?.responseMs === undefined) return
    this.#add('check_tcp_last_response_seconds', labels, newest.responseMs / 1_000)
  }

  text(): string {
    return Object.entries(CHECK_SERIES)
      .map(([name, help]) => {
        const samples = this.#samples[nameOf(name)]
        return `# HELP ${name} ${help}\n# TYPE ${name} ${typeOf(name)}\n${samples.join('')}`
      })
      .join('\n')
  }

  #add(name: Name, labels: string, value: number): void {
    this.#samples[name].push(`${name}{${labels}} ${value}\n`)
  }
}

/** Of a metric, by the convention of its name. */
export function typeOf(name: string): 'counter' | 'gauge' {
  return name.endsWith('_total') ? 'counter' : 'gauge'
}

/** A key of `CHECK_SERIES`, which `Object.entries` forgets. */
function nameOf(name: string): Name {
  return name as Name
}

/** A label's value in the text format: control characters are escaped before that. */
function quoted(text: string): string {
  return labelOf(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}

/** A sample that says nothing would spoil every average; so there is none. */
function upOf({ verdict, stale }: CheckStatus): number | undefined {
  if (stale) return undefined
  switch (verdict) {
    case 'up':
    case 'degraded':
      return 1
    case 'down':
      return 0
    case 'pending':
    case 'unknown':
      return undefined
    default:
      return verdict satisfies never
  }
}
