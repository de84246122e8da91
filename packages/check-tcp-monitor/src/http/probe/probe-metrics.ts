import type { CheckResult } from 'check-tcp'
import { Gauge, Registry } from 'prom-client'
import { addressHash } from './address-hash.js'
import { addTlsMetrics, type SetGauge } from './tls-metrics.js'

/** What one probe found, and how it was asked. */
interface Probed {
  readonly result: CheckResult
  /** Seconds of the whole probe. */
  readonly duration: number
  /** Seconds that it was given. */
  readonly limit: number
  readonly tls: boolean
  readonly receive: boolean
}

/** The metrics of one probe alone: names and meanings of blackbox_exporter, with some of our own beside them. */
export function probeMetrics({ result, duration, limit, tls, receive }: Probed): Registry {
  const registry = new Registry()
  const gauge: SetGauge = (name, help, value, labels = {}) =>
    new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] }).set(
      labels,
      value,
    )
  const { details, connected } = result
  const succeeded = result.status === 'success'
  gauge('probe_success', 'Whether the probe found what its module asks for', Number(succeeded))
  gauge('probe_duration_seconds', 'Seconds that the whole probe took', duration)
  gauge('probe_timeout_seconds', 'Seconds that the probe was given', limit)
  if (details.failure !== undefined && details.fault !== undefined) {
    const { failure, fault } = details
    const help = 'Why the probe failed and whose fault it is; 1'
    gauge('check_tcp_probe_failure_info', help, 1, { failure, fault })
  }
  // A caller that may not probe an address must not learn it here either.
  if (details.fault === 'policy') return registry

  gauge(
    'probe_dns_lookup_time_seconds',
    'Seconds until the first address was known',
    details.dns_time,
  )
  gauge('probe_ip_protocol', 'IP version of the address, 0 without one', details.family ?? 0)
  const hash = details.address === undefined ? 0 : addressHash(details.address)
  gauge('probe_ip_addr_hash', 'Changes when the address does, 0 without one', hash)
  if (connected && details.connect_time > 0) {
    gauge('check_tcp_probe_connect_seconds', 'Seconds of the TCP handshake', details.connect_time)
  }
  if (details.syn_retransmits !== undefined) {
    const help = 'SYNs that had to be retransmitted'
    gauge('check_tcp_probe_syn_retransmits', help, details.syn_retransmits)
  }
  if (receive) {
    const missed = details.failure === 'unexpected_answer'
    gauge('probe_failed_due_to_regex', 'Whether the right answer did not come', Number(missed))
  }
  if (tls && details.tls) addTlsMetrics(gauge, details.tls)
  return registry
}
