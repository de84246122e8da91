import { FAILURES } from '../core/failure/failure.js'
import { hostAndPort } from '../core/target/host-and-port.js'
import type { CheckResult } from '../core/wire/result.js'
import type { ReportEntry } from './reporter.js'

/** The entry's result as a check's result, where it is one. */
export function checkResultOf({ result }: ReportEntry): CheckResult | undefined {
  return isCheckResult(result) ? result : undefined
}

function isCheckResult(result: unknown): result is CheckResult {
  return (
    isObject(result) &&
    typeof result.host === 'string' &&
    typeof result.port === 'number' &&
    typeof result.connected === 'boolean' &&
    typeof result.response_time === 'number' &&
    isObject(result.details) &&
    Array.isArray(result.details.attempts) &&
    (result.status === 'success' ||
      (typeof result.error === 'string' && isFailure(result.details.failure)))
  )
}

function isFailure(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(FAILURES, value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

export type Outcome = 'succeeded' | 'failed' | 'denied'

/** How the entry counts: a denial by policy is neither a success nor a failure of the target. */
export function outcomeOf(entry: ReportEntry): Outcome {
  const result = checkResultOf(entry)
  if (result) {
    if (entry.succeeded ?? result.status === 'success') return 'succeeded'
    return result.status === 'error' && result.details.fault === 'policy' ? 'denied' : 'failed'
  }
  return succeeded(entry) ? 'succeeded' : 'failed'
}

function succeeded({ succeeded, result }: ReportEntry): boolean {
  return succeeded ?? (isObject(result) && result.status === 'success')
}

/** What went wrong, in words; for entries that are no check's result. */
export function errorOf({ result }: ReportEntry): string {
  const error = isObject(result) ? result.error : undefined
  return typeof error === 'string' && error !== '' ? error : 'Failed'
}

/** `example.com:80`, `[::1]:80` */
export function targetOf({ host, port }: CheckResult): string {
  return hostAndPort(host, port)
}

/** What the entry is called where only one thing can name it: its task's name, else its target. */
export function labelOf(entry: ReportEntry): string {
  const result = checkResultOf(entry)
  return entry.name ?? (result ? targetOf(result) : (entry.plugin ?? 'check'))
}
