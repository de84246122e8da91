import type { CheckResult } from 'check-tcp'
import { causeInWords, escapeControl } from 'check-tcp/words'

/** What one probe did, for people who ask with `debug=true`. What the service said is not in it. */
export function probeLog(result: CheckResult, module: string, limit: number): string {
  const { details, host, port } = result
  const isDenied = details.fault === 'policy'
  const lines = [`module ${module}, target ${host} port ${port}, at most ${limit} s`]
  for (const { attempt, dns_time, addresses, total_time } of isDenied ? [] : details.attempts) {
    lines.push(`attempt ${attempt}: first address after ${dns_time} s`)
    for (const { address, connected, connect_time, failure, code } of addresses) {
      const outcome = connected ? 'connected' : [failure, code].filter(Boolean).join(', ')
      lines.push(`  ${address}: ${outcome} after ${connect_time} s`)
    }
    lines.push(`  over after ${total_time} s`)
  }
  if (details.proven) lines.push(`proven: ${details.proven.join(', ')}`)
  if (details.tls) lines.push(`TLS: ${details.tls.version}, trusted: ${details.tls.trusted}`)
  if (result.status === 'success') lines.push('the probe succeeded')
  else {
    const { cause, name_servers: servers } = details
    const why = cause === undefined ? '' : `: ${causeInWords(cause, servers)}`
    lines.push(`the probe failed: ${result.error}${why} - fault: ${details.fault}`)
  }
  for (const advice of details.advice ?? []) lines.push(`  ${advice}`)
  return lines.map(escapeControl).join('\n')
}
