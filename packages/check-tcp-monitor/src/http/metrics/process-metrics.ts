import type { Clock } from '../../core/time/clock.js'
import { type MetricsPart, type Series, setCounter } from './series.js'

/** The names that every Prometheus client library gives to its process. */
export function createProcessMetrics(
  series: Series,
  { version, clock, streams }: { version: string; clock: Clock; streams: () => number },
): MetricsPart {
  const build = series.gauge('check_tcp_build_info', 'The version that runs; 1', [
    'version',
    'node',
  ])
  build.set({ version, node: process.version }, 1)
  const open = series.gauge('check_tcp_event_streams', 'Clients that read the event stream')
  const cpu = series.counter('process_cpu_seconds_total', 'CPU time used')
  const memory = series.gauge('process_resident_memory_bytes', 'Resident memory')
  const start = series.gauge('process_start_time_seconds', 'When the process started, as Unix time')
  start.set(Math.round(clock.wallMs() - process.uptime() * 1_000) / 1_000)
  return {
    collect() {
      const { user, system } = process.cpuUsage()
      setCounter(cpu, (user + system) / 1e6)
      memory.set(process.memoryUsage.rss())
      open.set(streams())
    },
  }
}
