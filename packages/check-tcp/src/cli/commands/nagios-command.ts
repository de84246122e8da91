import { isIPv4, isIPv6 } from 'node:net'
import { parseHostAndPort, type Target } from '../../core/target/target.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { quote } from '../../core/text/show-value.js'
import type { CheckResult } from '../../core/wire/result.js'
import { nagiosReporter } from '../../report/formats/nagios.js'
import { NAGIOS_STATES, type NagiosState, nagiosState } from '../../report/formats/nagios-state.js'
import { UsageError } from '../exit/usage-error.js'
import { type CheckFlags, targetParameters } from '../flags/check-flags.js'
import { positiveSeconds, wholeNumber } from '../flags/number-flags.js'
import { hasPort } from '../mistakes/meant-words.js'
import { openChecker } from '../open-checker.js'
import { findInEtcServices } from '../targets/etc-services.js'
import type { Terminal } from '../terminal/terminal.js'
import type { NagiosFlags } from './nagios-flags.js'

/** As long as a check may take. */
const MAX_SECONDS = 86_400

/** Ten years. */
const MAX_DAYS = 3_650

/**
 * `check-tcp nagios`: one check, its state in the first line of standard output and in the exit code; below it, what to do where it
 * failed.
 */
export async function checkAsPlugin(flags: NagiosFlags, terminal: Terminal): Promise<number> {
  const { attempts, retryDelay, timeout } = flags
  const target = targetOf(flags)
  if (flags.useIpv4 && flags.useIpv6) throw new UsageError('-4 and -6 cannot be combined')
  const limits = limitsOf(flags)
  const days = daysOf(flags)
  const expected = limits.warning ?? limits.critical
  const asked: CheckFlags = {
    ...{ timeout, attempts, retryDelay, ...proofFlags(flags, days) },
    ...(expected === undefined ? {} : { expectedResponseTime: String(expected) }),
    ...(flags.useIpv4 ? { family: '4' } : flags.useIpv6 ? { family: '6' } : {}),
  }
  const parameters = targetParameters(target, asked, { timeout: '-t' })
  const { policy, verbose } = flags
  const how = { ...(policy === undefined ? {} : { policy }), ...(verbose ? { verbose } : {}) }
  await using checker = await openChecker(how, terminal)
  const result = await checker.check(parameters, { signal: terminal.interrupted })

  const isTooSlow = result.connected && result.response_time > (limits.critical ?? Infinity)
  const entry = { result, ...(isTooSlow ? { succeeded: false } : {}) }
  const state = stateOf(result, nagiosState(entry), { ...flags, days })
  const isAsAllowed = state === 'OK' && result.status === 'error'
  const reporter = nagiosReporter({ timeout: parameters.timeout, limits, state })
  reporter.add(isAsAllowed ? { result, succeeded: true } : entry)
  await terminal.out(`${reporter.end({})}${isAsAllowed ? '' : adviceOf(result)}`)
  return NAGIOS_STATES[state]
}

/** @throws {UsageError} with all that is missing or wrong */
function targetOf({ hostname, port, useIpv4, useIpv6 }: NagiosFlags): Target {
  const missing = [hostname === undefined && '-H HOST', port === undefined && '-p PORT']
  const isMissing = hostname === undefined || port === undefined
  const problems = isMissing ? [`missing: ${missing.filter(Boolean).join(' and ')}`] : []
  if (hostname !== undefined && /:\/\/|\/\d+$/.test(hostname)) {
    problems.push(`-H must be the name or address of one host, got ${quote(hostname)}`)
  } else if (hostname !== undefined && hasPort(hostname)) {
    problems.push(`-H must be a host without a port, got ${quote(hostname)}; the port goes to -p`)
  } else {
    // What is missing gets a stand-in, so that what is there can be judged.
    const parsed = parseHostAndPort(hostname ?? 'localhost', port ?? '1', findInEtcServices)
    if ('problem' in parsed) problems.push(parsed.problem)
    else if (!isMissing) {
      const wrong = useIpv4 ? isIPv6(parsed.target.host) : useIpv6 && isIPv4(parsed.target.host)
      if (!wrong) return parsed.target
      const [flag, other] = useIpv4 ? ['-4', 'an IPv6'] : ['-6', 'an IPv4']
      problems.push(`${flag} cannot be used with ${other} address, got -H ${quote(hostname)}`)
    }
  }
  throw new UsageError(problems.join('\n'))
}

/** @throws {UsageError} for limits of which the worse would be reached first */
function limitsOf({ warning, critical }: NagiosFlags) {
  const limits = {
    ...(warning === undefined ? {} : { warning: positiveSeconds('-w', warning, MAX_SECONDS) }),
    ...(critical === undefined ? {} : { critical: positiveSeconds('-c', critical, MAX_SECONDS) }),
  }
  if ((limits.warning ?? 0) > (limits.critical ?? Infinity)) {
    throw new UsageError(`-w must not be above -c, got ${warning} and ${critical}`)
  }
  return limits
}

/** Days that a certificate must be valid for: below the first number WARNING, below the second CRITICAL. */
interface Days {
  readonly warning?: number
  readonly critical?: number
}

/** @throws {UsageError} for what is not `DAYS` or `WARN,CRIT` */
function daysOf({ certificate }: NagiosFlags): Days {
  if (certificate === undefined) return {}
  const [first = '', second, ...more] = certificate.split(',')
  if (more.length > 0) {
    throw new UsageError(`-D must be DAYS, or WARN,CRIT such as 30,14, got ${quote(certificate)}`)
  }
  const warning = wholeNumber('-D', first, 1, MAX_DAYS)
  if (second === undefined) return { warning }
  const critical = wholeNumber('-D', second, 0, MAX_DAYS)
  if (critical > warning) {
    throw new UsageError(
      `-D: the days of CRITICAL must not be above those of WARNING, got ${certificate}`,
    )
  }
  return { warning, critical }
}

/** What is to be proven beyond the connection. */
function proofFlags(
  { send, expect = [], escape: isEscaped, ssl }: NagiosFlags,
  { warning }: Days,
): CheckFlags {
  if (expect.length > 1) {
    throw new UsageError('-e can be given once: check-tcp looks for one text in the answer')
  }
  // Without -E, check_tcp sends what stands there.
  const text = isEscaped ? send : send?.replaceAll('\\', '\\\\')
  const [wanted] = expect
  return {
    ...(text === undefined ? {} : { send: text }),
    ...(wanted === undefined ? {} : { receive: literal(wanted) }),
    ...(ssl ? { tls: true } : {}),
    ...(warning === undefined ? {} : { tlsExpiresIn: `${warning}d` }),
  }
}

const OF_REFUSED: Readonly<Record<NagiosFlags['refuse'], NagiosState>> = {
  ok: 'OK',
  warn: 'WARNING',
  crit: 'CRITICAL',
}

/** Between slashes `receive` has an expression; for check_tcp it is a text like any other. */
function literal(text: string): string {
  if (!/^\/.*\/[a-z]*$/s.test(text)) return text
  return `/${text.replace(/[\\/^$.*+?()[\]{}|-]/g, '\\$&')}/`
}

function stateOf(
  result: CheckResult,
  state: NagiosState,
  { refuse, days }: Pick<NagiosFlags, 'refuse'> & { readonly days: Days },
): NagiosState {
  const { days_left: left } = result.details.tls ?? {}
  if (state === 'WARNING' && left !== undefined && left < (days.critical ?? 0)) return 'CRITICAL'
  return result.status === 'error' && result.details.failure === 'refused'
    ? OF_REFUSED[refuse]
    : state
}

/** Lines below the first, which the web pages of these programs show as its long output. */
function adviceOf({ status, details }: CheckResult): string {
  if (status !== 'error') return ''
  return details.advice.map((line) => `- ${escapeControl(line).replaceAll('|', '/')}\n`).join('')
}
