import { causeInWords } from '../../core/failure/cause-words.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { daysUntilExpiry, expiryWords } from '../../core/tls/expiry-words.js'
import { addressLines } from '../human/address-lines.js'
import { slowness } from '../human/slowness.js'
import { checkResultOf, errorOf, labelOf, outcomeOf, targetOf } from '../outcome.js'
import type { ReportEntry, Reporter, ReporterOptions } from '../reporter.js'
import { type NagiosState, nagiosState, worstNagiosState } from './nagios-state.js'

interface NagiosOptions extends Pick<ReporterOptions, 'timeout' | 'slowFails'> {
  /** Seconds above which a connection is a warning, and critical, where the caller says it. */
  readonly limits?: { readonly warning?: number; readonly critical?: number }
  /** The state, where the caller knows it. @default the worst of all */
  readonly state?: NagiosState
}

/** One line with the worst state and performance data, then a line for each that is not OK where there are several. */
export function nagiosReporter(options: NagiosOptions): Reporter {
  const states = new Set<NagiosState>()
  const bad: { state: NagiosState; text: string }[] = []
  const performance: { label: string; value: string }[] = []
  const certificates: { label: string; value: string }[] = []
  const addresses: string[] = []
  let firstText = ''

  return {
    start: () => '',
    add(entry) {
      const state = nagiosState(entry)
      states.add(state)
      const text = withoutBars(describe(entry))
      if (performance.length === 0) firstText = text
      addresses.push(...addressesOf(entry))
      if (state !== 'OK') bad.push({ state, text })
      performance.push({ label: labelOf(entry), value: performanceOf(entry, options) })
      const days = daysLeft(entry)
      if (days !== undefined) {
        certificates.push({ label: `${labelOf(entry)} days_left`, value: days })
      }
      return ''
    },
    end({ interrupted, unreadable = 0 }) {
      if (interrupted || unreadable > 0) states.add('UNKNOWN')
      const worst = options.state ?? worstNagiosState(states)
      const total = performance.length
      const lines = unreadable === 1 ? '1 line' : `${unreadable} lines`
      const note = `${unreadable > 0 ? `, ${lines} cannot be read` : ''}${interrupted ? ', then interrupted' : ''}`
      if (total === 0) return `TCP UNKNOWN - nothing was checked${note}\n`
      if (total === 1) {
        const first = `TCP ${worst} - ${firstText}${note} | time=${performance[0]?.value}${certificates.map(({ value }) => ` days_left=${value}`)}`
        return `${[first, ...addresses].join('\n')}\n`
      }
      const worstText = bad.find(({ state }) => state === worst)?.text
      const detail = worstText === undefined ? '' : `: ${worstText}`
      const summary = `${total - bad.length} of ${total} OK${note}${detail}`
      return [
        `TCP ${worst} - ${summary} | ${perfData([...performance, ...certificates])}`,
        ...(bad.length > 1 ? bad.map(({ state, text }) => `${state} - ${text}`) : []),
        ...addresses,
        '',
      ].join('\n')
    },
  }
}

function describe(entry: ReportEntry): string {
  const name = entry.name === undefined ? '' : `${entry.name}: `
  const result = checkResultOf(entry)
  if (!result) return `${name}${outcomeOf(entry) === 'succeeded' ? 'succeeded' : errorOf(entry)}`
  const target = `${name}${targetOf(result)}`
  if (result.status === 'success') {
    const slower = slowness(result)
    const slow = slower === undefined ? '' : `, ${slower}`
    const { expiring, tls } = result.details
    const words = expiring && tls && expiryWords(tls, Date.parse(result.timestamp))
    const expiry = words === undefined ? '' : `, ${words}`
    const found = result.connected ? 'connected' : `is ${result.details.found}, as expected,`
    return `${target} ${found} in ${decimal(result.response_time)} s${slow}${expiry}`
  }
  if (outcomeOf(entry) === 'succeeded') {
    return `${target} is closed, as expected: ${result.error}`
  }
  const after = result.attempts > 1 ? ` after ${result.attempts} attempts` : ''
  const { cause, fault, name_servers } = result.details
  const why = cause === undefined ? '' : `: ${causeInWords(cause, name_servers)}`
  return `${target} ${result.error}${after}${why} (fault: ${fault})`
}

/** Each backend has a line of its own. */
function addressesOf(entry: ReportEntry): string[] {
  const result = checkResultOf(entry)
  if (!result) return []
  return addressLines(result).map((line) => withoutBars(`${targetOf(result)} ${line}`))
}

/** A bar would begin the performance data. */
function withoutBars(text: string): string {
  return escapeControl(text).replaceAll('|', '/')
}

/**
 * `value[UOM];[warn];[crit];[min];[max]`; `U` where there is no value. A connection is a warning above
 * `expected_response_time` and critical above the timeout; where slow ones count as failed, critical above the former.
 */
function performanceOf(
  entry: ReportEntry,
  { timeout: shared, slowFails = false, limits: asked }: NagiosOptions,
): string {
  const result = checkResultOf(entry)
  if (!result?.connected) return 'U'
  const { expected_response_time: expected } = result.details
  const timeout = entry.timeout ?? shared
  const warning = asked ? asked.warning : slowFails ? undefined : expected
  const critical = asked?.critical ?? (slowFails ? (expected ?? timeout) : timeout)
  const limits = [warning, critical, 0, timeout].map((limit) => limit ?? '').join(';')
  return `${decimal(result.response_time)}s;${limits.replace(/;$/, '')}`
}

const DAY_S = 86_400

/** Days until the first certificate of the chain expires: a warning below what was asked for, critical below 0. */
function daysLeft(entry: ReportEntry): string | undefined {
  const result = checkResultOf(entry)
  const { tls } = result?.details ?? {}
  const days = result && tls && daysUntilExpiry(tls, Date.parse(result.timestamp))
  if (days === undefined) return undefined
  const { expires_in: limit } = tls ?? {}
  return limit === undefined ? `${days}` : `${days};${Number((limit / DAY_S).toFixed(3))}:;0:`
}

/** The format has no exponents, which JavaScript writes below 1e-6. */
function decimal(seconds: number): string {
  return seconds.toFixed(6).replace(/0{1,3}$/, '')
}

/** Quoted labels, each of them once; a quote is doubled, and `=` is not allowed. */
function perfData(performance: readonly { label: string; value: string }[]): string {
  const used = new Map<string, number>()
  return performance
    .map(({ label, value }) => {
      const clean = withoutBars(label).replaceAll('=', '_').replaceAll("'", "''")
      const times = (used.get(clean) ?? 0) + 1
      used.set(clean, times)
      return `'${times === 1 ? clean : `${clean} ${times}`}'=${value}`
    })
    .join(' ')
}
