import type { Store } from '../../core/store/store.js'
import type { Clock } from '../../core/time/clock.js'
import type { Monitor } from '../../monitor/monitor.js'
import { healthWithin } from '../figures/store-health.js'
import { type MetricsPart, type Series, setCounter } from './series.js'

/** How the history does. What it cannot say has no sample. */
export function createStoreMetrics(
  series: Series,
  { monitor, store, clock }: { monitor: Monitor; store: Store; clock: Clock },
): MetricsPart {
  const up = series.gauge('check_tcp_store_up', 'Whether the history is available')
  const bytes = series.gauge('check_tcp_store_size_bytes', 'Bytes of the history on disk')
  const commit = series.gauge('check_tcp_store_commit_seconds', 'Seconds of the newest commit')
  const waiting = series.gauge('check_tcp_store_waiting_batches', 'Batches not on disk yet')
  const stored = series.counter('check_tcp_store_results_total', 'Results stored')
  const held = series.gauge('check_tcp_store_held_results', 'Results not given to the store yet')
  const dropped = series.counter(
    'check_tcp_store_dropped_results_total',
    'Results dropped because the store was not available for long',
  )
  return {
    async collect() {
      const figures = monitor.figures()
      held.set(figures.held)
      setCounter(dropped, figures.dropped)
      const health = await healthWithin(store, clock)
      for (const each of [bytes, commit, waiting]) each.remove()
      if (typeof health === 'string') {
        up.set(0)
        return
      }
      up.set(Number(health.ok && figures.storeProblem === undefined))
      bytes.set(health.bytes)
      commit.set(health.commitMs / 1_000)
      waiting.set(health.waiting)
      setCounter(stored, health.stored)
    },
  }
}
