import type { HttpOptions } from '../http-options.js'
import { labelOf, type MetricsPart, type Series } from './series.js'

/** How notices reach people. */
export function createDeliveryMetrics(
  series: Series,
  deliveries: HttpOptions['deliveries'],
): MetricsPart {
  const notices = series.counter(
    'check_tcp_notifications_total',
    'Notices given to a channel, by outcome; a failed one is retried',
    ['channel', 'outcome'],
  )
  const pending = series.gauge(
    'check_tcp_notifications_pending',
    'Notices that a channel has yet to deliver, if known',
    ['channel'],
  )
  return {
    collect() {
      notices.reset()
      pending.reset()
      for (const { channel, delivered, failed, refused, pending: left } of deliveries?.() ?? []) {
        const own = labelOf(channel)
        notices.inc({ channel: own, outcome: 'delivered' }, delivered)
        notices.inc({ channel: own, outcome: 'failed' }, failed)
        notices.inc({ channel: own, outcome: 'refused' }, refused)
        if (left !== undefined) pending.set({ channel: own }, left)
      }
    },
  }
}
