import { addressLines } from '../human/address-lines.js'
import { checkResultOf, errorOf, outcomeOf, targetOf } from '../outcome.js'
import type { ReportEntry, Reporter } from '../reporter.js'
import { writableText } from '../text/writable-text.js'

/** TAP version 14 (https://testanything.org/tap-version-14-specification.html), the plan at its end. */
export function tapReporter(): Reporter {
  let count = 0
  return {
    start: () => 'TAP version 14\n',
    add(entry) {
      count += 1
      const isGood = outcomeOf(entry) === 'succeeded'
      const lines = [`${isGood ? 'ok' : 'not ok'} ${count} - ${description(entry)}`]
      if (!isGood) lines.push('  ---', ...diagnostics(entry).map((line) => `  ${line}`), '  ...')
      lines.push(...addressesOf(entry).map((line) => `# ${line}`))
      return `${lines.join('\n')}\n`
    },
    end: ({ interrupted }) => (interrupted ? 'Bail out! Interrupted\n' : `1..${count}\n`),
  }
}

function addressesOf(entry: ReportEntry): string[] {
  const result = checkResultOf(entry)
  return result ? addressLines(result).map(writableText) : []
}

function description(entry: ReportEntry): string {
  const result = checkResultOf(entry)
  const target = result ? targetOf(result) : undefined
  const parts = [entry.name, target].filter((part) => part !== undefined)
  const text = parts.length > 0 ? parts.join(': ') : (entry.plugin ?? 'check')
  // A bare `#` would begin a directive such as TODO, which makes a failure count as none.
  return writableText(text).replace(/[\\#]/g, '\\$&')
}

function diagnostics(entry: ReportEntry): string[] {
  const result = checkResultOf(entry)
  if (result?.status !== 'error') {
    return [yamlLine('message', errorOf(entry)), 'severity: fail']
  }
  const { failure, fault, code, cause, address, advice = [] } = result.details
  return [
    yamlLine('message', result.error),
    'severity: fail',
    yamlLine('failure', failure),
    yamlLine('fault', fault),
    ...(code === undefined ? [] : [yamlLine('code', code)]),
    ...(cause === undefined ? [] : [yamlLine('cause', cause)]),
    ...(address === undefined ? [] : [yamlLine('address', address)]),
    yamlLine('attempts', result.attempts),
    yamlLine('response_time', result.response_time),
    ...(advice.length > 0 ? ['advice:', ...advice.map((line) => `  - ${yamlValue(line)}`)] : []),
  ]
}

function yamlLine(key: string, value: string | number): string {
  return `${key}: ${yamlValue(value)}`
}

/** JSON is YAML 1.2, so a text in JSON's quotes can hold anything. */
function yamlValue(value: string | number): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(writableText(value))
}
