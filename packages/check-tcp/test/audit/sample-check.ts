import type { AuditLog } from '../../src/audit/audit-log.js'
import type { AuditedCheck } from '../../src/audit/entries/check-lines.js'

/** A check that was refused, as the log gets it. */
export function sampleCheck(
  port: number,
  { atMs = Date.UTC(2026, 0, 1), send }: { readonly atMs?: number; readonly send?: string } = {},
): AuditedCheck {
  const host = '192.0.2.7'
  const common = { attempts: 1, response_time: 0.001, timestamp: new Date(atMs).toISOString() }
  const reason = { failure: 'refused', fault: 'target', code: 'ECONNREFUSED' } as const
  const attempt = { attempt: 1, connected: false, dns_time: 0, total_time: 0.001, ...reason }
  const tried = { address: host, family: 4, connected: false, connect_time: 0.001 } as const
  return {
    parameters: {
      ...{ host, port, timeout: 10, attempts: 1, retry_delay: 1, family: 'any', addresses: 'any' },
      ...{ banner: false, tls: false, expect: 'open' },
      ...(send === undefined ? {} : { send }),
    },
    result: {
      ...{ status: 'error', host, port, connected: false, error: 'Connection refused', ...common },
      details: {
        ...{ engine: 'node', dns_time: 0, connect_time: 0.001, total_time: 0.001, ...reason },
        advice: [],
        attempts: [{ ...attempt, addresses: [tried] }],
      },
    },
    why: { task: { name: 'watch_database', file: 'tasks.yaml', line: 3 } },
  } as AuditedCheck
}

/** Resolves when the result may be handed out, with what is wrong if something is. */
export function recorded(log: AuditLog, check: AuditedCheck): Promise<string | undefined> {
  return new Promise((resolve) => log.record(check, resolve))
}
