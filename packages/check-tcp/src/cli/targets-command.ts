import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
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
  timeoutOf,
} from './check-flags.js'
import { type ConcurrencyFlag, concurrencyOf } from './concurrency-flag.js'
import { findInEtcServices } from './etc-services.js'
import { readLines } from './lines.js'
import { ResultPrinter } from './result-printer.js'
import { isSystemError, systemErrorText } from './system-error-text.js'
import type { Terminal } from './terminal.js'
import { untilInterrupted } from './until-interrupted.js'
import { UsageError } from './usage-error.js'
import { usageExitCode } from './usage-exit-code.js'

export interface TargetsFlags extends ConcurrencyFlag {
  readonly targets?: string
}

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
  const limit = concurrencyOf(flags)
  const source = path === '-' ? '<stdin>' : escapeControl(path)
  const input = path === '-' ? terminal.stdin : await openFile(path, source, terminal)
  const checker = createChecker()
  const signal = terminal.interrupted
  const printer = new ResultPrinter(terminal, {
    format: flags.output,
    kind: 'many',
    timeout: timeoutOf(flags),
  })
  let isBadInput = false
  const tell = (problem: string) => {
    isBadInput = true
    printer.aside(`check-tcp: ${problem}\n`)
  }

  const results = runConcurrently(
    readParameters(input, flags, (line, problem) => tell(`${source}:${line}: ${problem}`)),
    (parameters) => checker.check(parameters, { signal }),
    { limit, ordered: false, signal },
  )
  try {
    for await (const result of results) await printer.add({ result })
  } catch (error) {
    if (!isSystemError(error)) throw error
    tell(`${source} cannot be read: ${systemErrorText(error)}`)
  }
  const code = await printer.end()
  await checker.close()
  return isBadInput && !signal.aborted ? usageExitCode(flags.output) : code
}

/** Opens the file before anything is printed. A named pipe opens when somebody writes to it. */
async function openFile(path: string, source: string, terminal: Terminal): Promise<Readable> {
  const file = createReadStream(path)
  try {
    await untilInterrupted(once(file, 'open'), terminal)
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new UsageError(`${source} cannot be read: ${systemErrorText(error)}`)
  }
  return file
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
