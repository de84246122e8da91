import { causeInWords } from '../../core/failure/cause-words.js'
import type { ErrorResult } from '../../core/wire/result.js'
import { addressLines } from '../human/address-lines.js'
import { checkResultOf, errorOf, labelOf, outcomeOf, targetOf } from '../outcome.js'
import type { ReportEntry, Reporter } from '../reporter.js'
import { xmlText } from './xml-text.js'

/**
 * JUnit XML: what the target, the network or the name service did is a failure; what this machine or its policy did is
 * an error. The counts stand before the cases, so everything is written at the end.
 */
export function junitReporter(): Reporter {
  const cases: string[] = []
  let failures = 0
  let errors = 0
  let seconds = 0

  return {
    start: () => '',
    add(entry) {
      const problem = problemOf(entry)
      if (problem?.kind === 'failure') failures += 1
      if (problem?.kind === 'error') errors += 1
      const time = checkResultOf(entry)?.response_time ?? 0
      seconds += time
      cases.push(testCase(entry, time, problem))
      return ''
    },
    end({ durationMs, interrupted }) {
      const time = (durationMs === undefined ? seconds : durationMs / 1_000).toFixed(6)
      const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`
      return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites name="check-tcp" ${counts} time="${time}">`,
        `  <testsuite name="check-tcp" ${counts} skipped="0" time="${time}">`,
        ...cases,
        ...(interrupted ? ['    <system-err>Interrupted before the end</system-err>'] : []),
        '  </testsuite>',
        '</testsuites>',
        '',
      ].join('\n')
    },
  }
}

interface Problem {
  readonly kind: 'failure' | 'error'
  readonly type: string
  readonly message: string
  readonly lines: readonly string[]
}

function problemOf(entry: ReportEntry): Problem | undefined {
  if (outcomeOf(entry) === 'succeeded') return undefined
  const result = checkResultOf(entry)
  if (result?.status === 'error') return problemOfCheck(result)
  const kind = entry.broken ? 'error' : 'failure'
  return { kind, type: entry.plugin ?? 'check', message: errorOf(entry), lines: [] }
}

function problemOfCheck(result: ErrorResult): Problem {
  const { failure, fault, cause, name_servers, advice = [] } = result.details
  const isOurs = fault === 'local' || fault === 'policy'
  return {
    kind: isOurs ? 'error' : 'failure',
    type: failure,
    message: result.error,
    lines: [
      `${targetOf(result)}: ${result.error} (fault: ${fault})`,
      ...(cause === undefined ? [] : [causeInWords(cause, name_servers)]),
      ...advice.map((line) => `- ${line}`),
    ],
  }
}

function testCase(entry: ReportEntry, time: number, problem: Problem | undefined): string {
  const plugin = entry.plugin ?? 'check_tcp_connection'
  const head = `    <testcase name="${xmlText(labelOf(entry))}" classname="${xmlText(plugin)}" time="${time.toFixed(6)}"`
  const result = checkResultOf(entry)
  const addresses = result ? addressLines(result) : []
  if (!problem && addresses.length === 0) return `${head}/>`
  return [
    `${head}>`,
    ...(problem ? [problemLine(problem)] : []),
    ...(addresses.length > 0
      ? [`      <system-out>${addresses.map(xmlText).join('\n')}</system-out>`]
      : []),
    '    </testcase>',
  ].join('\n')
}

function problemLine({ kind, type, message, lines }: Problem): string {
  return `      <${kind} type="${xmlText(type)}" message="${xmlText(message)}">${lines.map(xmlText).join('\n')}</${kind}>`
}
