import { CHECK_SERIES } from '../../packages/check-tcp-monitor/dist/http/metrics/check-series.js'
import { MonitorMetrics } from '../../packages/check-tcp-monitor/dist/http/metrics/monitor-metrics.js'
import { row } from './schema-table.mjs'

const HEAD = `# Metrics

What \`/metrics\` of the [monitor](../guide/monitor-api.md) serves, in Prometheus' text format. Names and base units follow
Prometheus' conventions. The table is generated from the program, and a test compares it with what is served.

Labels: \`check\`, \`target\` and \`location\` come from the config; at most 10,000 checks have series of their own, and
\`check_tcp_series_omitted\` counts the rest. The series of a check disappear when it is removed from the config.
\`verdict\` is one of pending, up, degraded, down, unknown; \`state\` is one of up, down, unknown, maintenance;
\`failure\` and \`fault\` are those of a [result](../guide/result.md).

| metric | type | meaning |
| ------ | ---- | ------- |
`

const PROBES = `
## Metrics of a probe

\`/probe\` returns the metrics of that probe only. The first block has the names and meanings of blackbox_exporter.

| metric | when | meaning |
| ------ | ---- | ------- |
| \`probe_success\` | always | whether the probe found what its module asks for |
| \`probe_duration_seconds\`, \`probe_timeout_seconds\` | always | duration of the whole probe, and its limit |
| \`probe_dns_lookup_time_seconds\` | unless denied | time until the first address was known |
| \`probe_ip_protocol\`, \`probe_ip_addr_hash\` | unless denied | 4 or 6, and a number that changes with the address; 0 if there is none |
| \`probe_failed_due_to_regex\` | module with \`receive\` | 1 if the right answer did not come |
| \`probe_ssl_earliest_cert_expiry\` | module with \`tls\` | when the first certificate of the chain expires |
| \`probe_ssl_last_chain_expiry_timestamp_seconds\` | module with \`tls\`, trusted | when the chain expires |
| \`probe_ssl_last_chain_info{fingerprint_sha256,subject,issuer,subjectalternative,serialnumber}\` | module with \`tls\` | the server's own certificate; 1. Of subject and issuer, the common name |
| \`probe_tls_version_info{version}\`, \`probe_tls_cipher_info{cipher}\` | module with \`tls\` | 1 |
| \`check_tcp_probe_failure_info{failure,fault}\` | failed | 1 |
| \`check_tcp_probe_connect_seconds\` | connected | the TCP handshake |
| \`check_tcp_probe_syn_retransmits\` | if known | SYNs that had to be retransmitted |
| \`check_tcp_probe_tls_trusted\` | module with \`tls\` | whether the certificate is trusted for the name |
`

/** Metrics are registered as they are made; nothing is read from the monitor for that. */
const NO_MONITOR = {
  monitor: { events: { subscribe: () => () => {} } },
  config: () => ({}),
  version: '',
  clock: { wallMs: () => 0, monotonicMs: () => 0 },
}

/** The reference of metrics, in Markdown. */
export async function metricsReference() {
  const metrics = new MonitorMetrics(NO_MONITOR, () => 0)
  const registered = await metrics.registry.getMetricsAsArray()
  const own = Object.entries(CHECK_SERIES).map(([name, help]) => ({
    name,
    type: typeOf(name),
    help,
  }))
  const rows = [...own, ...registered.map((each) => ({ ...each, type: kindOf(each) }))]
  return `${HEAD}${rows.map(({ name, type, help }) => row(`\`${name}\``, type, help)).join('\n')}\n${PROBES}`
}

function typeOf(name) {
  return name.endsWith('_total') ? 'counter' : 'gauge'
}

function kindOf(metric) {
  return metric.constructor.name.toLowerCase()
}
