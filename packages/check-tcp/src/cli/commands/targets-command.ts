import { setFlagsFromString } from 'node:v8'
import type { InnerCheckOptions } from '../../check/check-options.js'
import type { InnerChecker } from '../../check/checker.js'
import { isSystemError } from '../../core/failure/system-error-text.js'
import { whyUnreadable } from '../../core/failure/why-unreadable.js'
import type { CheckParameters } from '../../core/parameters/check-parameters.js'
import { InvalidParametersError } from '../../core/parameters/invalid-parameters.js'
import { runConcurrently } from '../../core/run-concurrently.js'
import { parseHost } from '../../core/target/host.js'
import type { Target } from '../../core/target/target.js'
import type { CheckResult } from '../../core/wire/result.js'
import { EXIT } from '../exit/exit-codes.js'
import { type CheckFlags, targetParameters, timeoutOf } from '../flags/check-flags.js'
import { type ConcurrencyFlag, massConcurrency } from '../flags/concurrency-flag.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { decodeList, UnreadableListError } from '../targets/decode-list.js'
import { refuseScan } from '../targets/foresee-run.js'
import { type Line, readLines } from '../targets/lines.js'
import { readWords } from '../targets/read-targets.js'
import { openTargetList, wordsOfLine } from '../targets/target-list.js'
import { ResultPrinter } from '../terminal/result-printer.js'
import type { Terminal } from '../terminal/terminal.js'
import { UnderWay } from '../terminal/under-way.js'

export interface TargetsFlags extends ConcurrencyFlag {
  readonly targets?: string
  readonly ordered?: boolean
}

/** Any target that is not this machine shows whether the flags themselves are right. */
const SOME_TARGET = { host: 'target.example', port: 1 }

/**
 * `check-tcp --targets FILE|-`: checks each line, written as the targets of a command line are, as it
 * is read, and prints results as they come, with flat
 * memory. Lines that cannot be read are told with their place, the others are checked all the same; the exit code is
 * then 2.
 */
export async function checkTargetsFile(
  path: string,
  flags: TargetsFlags & CheckFlags & CheckerFlags,
  terminal: Terminal,
): Promise<number> {
  const common = targetParameters(SOME_TARGET, flags)
  makeRoomForShortLived()
  const { source, input } = await openTargetList(path, terminal)
  const underWay = terminal.errIsTerminal ? new UnderWay() : undefined
  await using opened = await openChecker(flags, terminal, { many: true })
  const checker = underWay?.track(opened) ?? opened
  const { limit, names } = massConcurrency(flags, opened.usesNative)
  const narrow = names && {
    ...names,
    holdsFor: ({ target }: LineTarget) => names.holdsFor(target.host),
  }
  const signal = terminal.interrupted
  const printer = await ResultPrinter.open(terminal, {
    format: flags.output,
    kind: 'stream',
    timeout: timeoutOf(flags),
    slow: flags.slow,
    underWay,
    verbose: flags.verbose,
  })
  let isBadInput = false
  let targets = 0
  const tell = (problem: string) => {
    isBadInput = true
    printer.unreadable(`check-tcp: ${problem}\n`)
  }

  const tellLine: TellLine = (line, problem) => tell(`${source}:${line}: ${problem}`)
  const finished = runConcurrently(
    readTargetLines(decodeList(input), tellLine, ({ targets, count }) =>
      refuseScan(targets, count, checker.policy, flags),
    ),
    (target, onProbed) => {
      targets++
      return checkTarget(target, common, checker, { signal, onProbed }, tellLine)
    },
    { limit, narrow, ordered: flags.ordered ?? false, signal },
  )
  try {
    for await (const results of finished) {
      for (const result of results) if (result) printer.add({ result })
      await printer.drained()
    }
  } catch (error) {
    if (error instanceof UnreadableListError) tell(`${source} ${error.message}`)
    else if (isSystemError(error)) tell(`${source}: ${whyUnreadable(error)}`)
    else throw error
  }
  if (targets === 0 && !isBadInput && !signal.aborted) tell(`${source} has no targets`)
  const code = await printer.end()
  if (!isBadInput || signal.aborted) return code
  // The code of nagios goes with its first line, and something that is down outweighs a line that cannot be read.
  return flags.output === 'nagios' ? code : EXIT.usage
}

/**
 * Lets V8's nursery grow to its full 16 MiB in two steps instead of four: until then, hundreds of checks under way are
 * copied from one small nursery to the next again and again, a seventh of the time of 16,384 checks. The first step is
 * the big one: 1 to 8 MiB; in steps of four, much garbage is taken for long-lived and makes small runs slower and larger,
 * and in one step large runs take more memory.
 */
function makeRoomForShortLived(): void {
  setFlagsFromString('--semi-space-growth-factor=8')
}

type TellLine = (line: number, problem: string) => void

interface LineTarget {
  readonly line: number
  readonly target: Target
}

async function* readTargetLines(
  source: AsyncIterable<string | Buffer>,
  tellLine: TellLine,
  refuse: Refuse,
): AsyncGenerator<Iterable<LineTarget>> {
  for await (const lines of readLines(source)) yield targetsOf(lines, tellLine, refuse)
}

/** Why the targets of a line are not checked; `undefined` where they are. */
type Refuse = (line: {
  readonly targets: Iterable<Target>
  readonly count: number
}) => string | undefined

function* targetsOf(
  lines: Iterable<Line>,
  tellLine: TellLine,
  refuse: Refuse,
): Generator<LineTarget> {
  for (const { number: line, text } of lines) {
    if (text === undefined) {
      tellLine(line, 'the line is longer than any target')
      continue
    }
    const words = wordsOfLine(text)
    if (words.length === 0) continue
    const read = readWords(words)
    if ('problem' in read) {
      tellLine(line, read.problem)
      continue
    }
    const problem = refuse(read)
    if (problem !== undefined) tellLine(line, problem)
    else for (const target of read.targets) yield { line, target }
  }
}

/** What only the target and the flags together make wrong is told with its line; there is no result then. */
async function checkTarget(
  { line, target }: LineTarget,
  common: CheckParameters,
  checker: InnerChecker,
  options: InnerCheckOptions,
  tellLine: TellLine,
): Promise<CheckResult | undefined> {
  const parameters = { ...common, host: target.host, port: target.port }
  const host = parseHost(target.host)
  // Only a source port can be wrong for one target and right for another.
  if (parameters.source_port === undefined && host.kind !== 'invalid') {
    return checker.checkValid(host, parameters, options)
  }
  try {
    return await checker.check(parameters, options)
  } catch (error) {
    if (!(error instanceof InvalidParametersError)) throw error
    tellLine(line, error.message)
    return undefined
  }
}
