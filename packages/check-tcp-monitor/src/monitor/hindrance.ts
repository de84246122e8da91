import type { Observation } from '../core/observation.js'
import type { Doubt } from './stall-watch.js'

const OF_CODE: Readonly<Record<string, string>> = {
  EMFILE: 'it has no file descriptors left (EMFILE; raise `ulimit -n` or LimitNOFILE=)',
  ENFILE: 'the system has no file descriptors left (ENFILE; raise fs.file-max)',
  ENOMEM: 'it has no memory left for connections (ENOMEM)',
  ENOBUFS: 'it has no memory left for connections (ENOBUFS)',
  EADDRNOTAVAIL: 'it has no local ports left (EADDRNOTAVAIL; see net.ipv4.ip_local_port_range)',
  EADDRINUSE: 'the source port is in use (EADDRINUSE)',
  ENETUNREACH: 'it has no route (ENETUNREACH)',
  EHOSTUNREACH: 'it has no route (EHOSTUNREACH)',
  EACCES: 'a route, a firewall or missing rights forbid it to connect (EACCES)',
  EPERM: 'its firewall or missing rights forbid it to connect (EPERM)',
}

/** What this machine lacked when a check told nothing, in words; undefined where it was not this machine. */
export function hindranceOf(
  { suspect, fault, failure, code, error }: Observation,
  { stillMs, slept }: Doubt,
): string | undefined {
  if (fault !== 'local' && !suspect) return undefined
  if (suspect && slept) return 'it slept, or its clock was set'
  if (suspect) {
    const seconds = Math.max(0.1, Math.round(stillMs / 100) / 10)
    return `it has too little processor time (the monitor stood still for ${seconds} s)`
  }
  if (failure === 'not_audited') return 'the audit log cannot be written'
  return (
    (code === undefined ? undefined : OF_CODE[code]) ?? [error, code].filter(Boolean).join(', ')
  )
}
