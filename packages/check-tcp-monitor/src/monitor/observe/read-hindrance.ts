import { causeInWords } from 'check-tcp/words'
import type { Observation } from '../../core/wire/observation.js'
import type { Doubt } from './stall-watch.js'

const OF_CODE: Readonly<Record<string, string>> = {
  EMFILE: 'it has no file descriptors left; raise `ulimit -n` or LimitNOFILE=',
  ENFILE: 'the system has no file descriptors left; raise fs.file-max',
  ENOMEM: 'it has no memory left for connections',
  ENOBUFS: 'it has no memory left for connections',
  EADDRNOTAVAIL: 'it has no local ports left; see net.ipv4.ip_local_port_range',
  EADDRINUSE: 'it has no local ports left; see net.ipv4.ip_local_port_range',
  EPERM: 'its firewall or missing privileges forbid it to connect',
}

/** What this machine lacked when a check told nothing, in words; undefined where it was not this machine. */
export function readHindrance(
  { suspect, fault, failure, code, cause, error }: Observation,
  { stillMs, slept }: Doubt,
): string | undefined {
  if (fault !== 'local' && !suspect) return undefined
  if (suspect && slept) return 'it slept, or its clock was set'
  if (suspect) {
    const seconds = Math.max(0.1, Math.round(stillMs / 100) / 10)
    return `it has too little CPU time (the monitor stalled for ${seconds} s)`
  }
  if (failure === 'not_audited') return 'the audit log cannot be written'
  const isShort = failure === 'local_resources' || cause === undefined
  const ofCode = isShort && code !== undefined ? OF_CODE[code] : undefined
  return ofCode ?? (cause === undefined ? error : causeInWords(cause))
}
