import type { CheckTcpConnectionParameters } from '../../core/parameters/check-tcp-connection-parameters.js'
import { type NarrowLimit, runConcurrently } from '../../core/run-concurrently.js'
import type { Target } from '../../core/target/target.js'
import { type CheckFlags, targetParameters, timeoutOf } from '../flags/check-flags.js'
import { type ConcurrencyFlag, concurrencyOf, massConcurrency } from '../flags/concurrency-flag.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { expandWords } from '../targets/read-targets.js'
import { ResultPrinter } from '../terminal/result-printer.js'
import type { Terminal } from '../terminal/terminal.js'
import { UnderWay } from '../terminal/under-way.js'

/** A larger table than this helps nobody; its targets come line by line then. */
const MAX_CELLS = 4_096

/** `check-tcp HOST:PORT...`: checks the targets at once and prints the results in their order; a few on a terminal as they come. */
export async function checkTargets(
  words: readonly string[],
  flags: CheckFlags & CheckerFlags & ConcurrencyFlag,
  terminal: Terminal,
): Promise<number> {
  const { targets, count, isMatrix } = expandWords(words)
  const isMany = count > concurrencyOf(flags)
  // What is wrong with one target's parameters is found before anything runs, but for blocks too large to look at.
  const all: Iterable<CheckTcpConnectionParameters> =
    count <= MAX_CELLS ? [...parametersOf(targets, flags)] : parametersOf(targets, flags)
  const underWay = new UnderWay()
  await using opened = await openChecker(flags, terminal, { many: isMany })
  const checker = underWay.track(opened)
  const { limit, names } = massConcurrency(flags, opened.usesNative)
  if (count > 1) {
    // Loaded on demand, since a check should start fast.
    const { foreseeRun } = await import('../targets/foresee-run.js')
    if (isMany) await opened.engineKnown()
    await foreseeRun({ targets, count, concurrency: limit() }, checker.policy, flags, terminal)
  }
  const signal = terminal.interrupted
  const printer = await ResultPrinter.open(terminal, {
    format: flags.output,
    kind: count === 1 ? 'one' : isMatrix && count <= MAX_CELLS ? 'matrix' : 'many',
    total: count,
    timeout: timeoutOf(flags),
    slow: flags.slow,
    underWay,
    verbose: flags.verbose,
  })
  const finished = runConcurrently(
    [numbered(all)],
    async ([place, parameters]: Numbered, onProbed) => ({
      place,
      result: await checker.check(parameters, { signal, onProbed }),
    }),
    { limit, narrow: names && narrowFor(names), ordered: !printer.takesAnyOrder, signal },
  )
  for await (const results of finished) {
    for (const { place, result } of results) printer.add({ result }, place)
    await printer.drained()
  }
  return await printer.end()
}

function* parametersOf(
  targets: Iterable<Target>,
  flags: CheckFlags,
): Generator<CheckTcpConnectionParameters> {
  for (const target of targets) yield targetParameters(target, flags)
}

function narrowFor({ limit, holdsFor }: NarrowLimit<string>): NarrowLimit<Numbered> {
  return { limit, holdsFor: ([, { host }]) => holdsFor(host) }
}

type Numbered = readonly [place: number, CheckTcpConnectionParameters]

function* numbered(all: Iterable<CheckTcpConnectionParameters>): Generator<Numbered> {
  let place = 0
  for (const parameters of all) yield [place++, parameters]
}
