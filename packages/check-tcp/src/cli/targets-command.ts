import { createReadStream } from 'node:fs'
import { createChecker } from '../check/checker.js'
import { escapeControl } from '../core/escape-control.js'
import type { CheckTcpConnectionParameters } from '../core/parameters.js'
import { runConcurrently } from '../core/run-concurrently.js'
import { parseTarget } from '../core/target.js'
import {
  type CheckFlags,
  flagParameters,
  problemsOfTarget,
  targetParameters,
} from './check-flags.js'
import { findInEtcServices } from './etc-services.js'
import { EXIT } from './exit-codes.js'
import { readLines } from './lines.js'
import { wholeNumber } from './number-flags.js'
import { ResultPrinter } from './result-printer.js'
import type { Terminal } from './terminal.js'
import { UsageError } from './usage-error.js'

export interface TargetsFlags {
  readonly targets?: string
  readonly concurrency?: string
}

/** Far more than one process has ports for. */
const MOST_CONCURRENCY = 10_000

/** Any target that is not this machine shows whether the flags themselves are right. */
const SOME_TARGET = { host: 'target.example', port: 1 }

/**
 * `check-tcp --targets FILE|-`: checks each `HOST:PORT` line as it is read and prints results as they come, with flat
 * memory. Lines that cannot be read are told with their place, the others are checked all the same; the exit code is
 * then 2.
 */
export async function checkTargetsFile(
  path: string,
  flags: TargetsFlags & CheckFlags,
  terminal: Terminal,
): Promise<number> {
  targetParameters(SOME_TARGET, flags)
  const limit = wholeNumber('--concurrency', flags.concurrency ?? '64', 1, MOST_CONCURRENCY)
  const checker = createChecker()
  const signal = terminal.interrupted
  const printer = new ResultPrinter(terminal, { format: flags.output, kind: 'many' })
  let badLines = 0
  const tellBadLine = (line: number, problem: string) => {
    badLines++
    printer.aside(
      `check-tcp: ${path === '-' ? '<stdin>' : escapeControl(path)}:${line}: ${problem}\n`,
    )
  }

  const source = path === '-' ? terminal.stdin : createReadStream(path)
  const results = runConcurrently(
    readParameters(source, flags, tellBadLine),
    (parameters) => checker.check(parameters, { signal }),
    { limit, ordered: false, signal },
  )
  try {
    for await (const result of results) await printer.add({ result })
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new UsageError(`cannot read ${path}: ${error.message}`)
  }
  const code = await printer.end()
  await checker.close()
  return badLines > 0 ? EXIT.usage : code
}

async function* readParameters(
  source: AsyncIterable<string | Buffer>,
  flags: CheckFlags,
  tellBadLine: (line: number, problem: string) => void,
): AsyncGenerator<CheckTcpConnectionParameters> {
  for await (const { number, text } of readLines(source)) {
    if (text === undefined) {
      tellBadLine(number, 'the line is longer than any target')
      continue
    }
    const word = text.replace(/(^|\s)#.*/, '').trim()
    if (word === '') continue
    const parsed = parseTarget(word, findInEtcServices)
    const problems = 'problem' in parsed ? [parsed.problem] : problemsOfTarget(parsed.target, flags)
    for (const problem of problems) tellBadLine(number, problem)
    if ('target' in parsed && problems.length === 0) {
      yield { ...parsed.target, ...flagParameters(flags) }
    }
  }
}
