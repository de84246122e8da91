import { Histogram } from 'prom-client'
import { OUTCOMES } from '../../core/wire/outcome.js'
import type { EventLog } from '../../monitor/event-log.js'
import type { MetricsPart, Series } from './series.js'

/** From a local network to the other side of the world, and the 1 s and 3 s of a first and second SYN that was lost. */
const RESPONSE_BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]

const LATENESS_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]

/** What came of all checks together, counted as they are made. */
export class ResultMetrics implements MetricsPart {
  readonly #unsubscribe: () => void

  constructor(series: Series, events: EventLog) {
    const made = series.counter('check_tcp_checks_total', 'Checks made, by outcome', ['outcome'])
    for (const outcome of OUTCOMES) made.inc({ outcome }, 0)
    const failures = series.counter('check_tcp_failures_total', 'Checks that failed, by failure', [
      'failure',
      'fault',
    ])
    const lost = series.counter(
      'check_tcp_syn_retransmits_total',
      'SYNs that had to be retransmitted',
    )
    const registers = [series.registry]
    const response = new Histogram({
      name: 'check_tcp_response_seconds',
      help: 'Handshakes of all checks, without those that lost a SYN or span a stall',
      buckets: RESPONSE_BUCKETS,
      registers,
    })
    const lateness = new Histogram({
      name: 'check_tcp_schedule_lateness_seconds',
      help: 'From when a check was due until it was started',
      buckets: LATENESS_BUCKETS,
      registers,
    })
    this.#unsubscribe = events.subscribe((event) => {
      if (event.type !== 'result') return
      const { outcome, failure, fault, synRetransmits, suspect, ...times } = event.data
      made.inc({ outcome })
      if (failure !== undefined && fault !== undefined) failures.inc({ failure, fault })
      if (synRetransmits) lost.inc(synRetransmits)
      if (times.latenessMs !== undefined) lateness.observe(times.latenessMs / 1_000)
      if (times.responseMs === undefined || synRetransmits || suspect) return
      response.observe(times.responseMs / 1_000)
    })
  }

  collect(): void {}

  close(): void {
    this.#unsubscribe()
  }
}
