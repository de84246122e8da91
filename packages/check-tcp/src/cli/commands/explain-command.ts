import { LIMITS } from '../../core/parameters/parameters.js'
import { validateCheck } from '../../core/parameters/valid-check.js'
import { parseHost } from '../../core/target/host.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import { jsonText } from '../../core/text/json-text.js'
import { DEADLINE, explain, longestExplanation } from '../../explain/explain.js'
import { wholeExplanationLines } from '../../report/human/explanation/human-explanation.js'
import { painter } from '../../report/text/colors.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import { type CheckFlags, targetParameters } from '../flags/check-flags.js'
import { positiveSeconds, wholeNumber } from '../flags/number-flags.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { readTarget } from '../targets/read-targets.js'
import { ExplainProgress } from '../terminal/explain-progress.js'
import { LiveLines } from '../terminal/live-lines.js'
import { say } from '../terminal/say.js'
import { colorsOn, type Terminal } from '../terminal/terminal.js'
import { UnderWay } from '../terminal/under-way.js'

export interface ExplainFlags extends Omit<CheckFlags, 'output'>, CheckerFlags {
  readonly address?: string
  readonly ports?: string
  readonly deadline?: string
  readonly output?: 'human' | 'json'
}

/** More would be a port scan, which is another program's business. */
const MAX_PORTS = 16

/** `check-tcp explain`: checks a target and says why it ended as it did; 0 where it connected, 1 where not, 3 denied. */
export async function explainTarget(
  words: readonly string[],
  flags: ExplainFlags,
  terminal: Terminal,
): Promise<number> {
  const target = readTarget(words, 'explain')
  const { output: _, ...checkFlags } = flags
  const parameters = validateCheck(targetParameters(target, checkFlags))
  const { address, deadline, output = 'human' } = flags
  if (address !== undefined && parseHost(address).kind !== 'address') {
    throw new UsageError(`--address must be an IP address, got "${address}"`)
  }
  const options = {
    ports: readPorts(flags.ports),
    ...(address === undefined ? {} : { address }),
    ...(deadline === undefined
      ? {}
      : {
          deadline: Math.max(DEADLINE.min, positiveSeconds('--deadline', deadline, DEADLINE.max)),
        }),
  }
  const underWay = new UnderWay()
  await using checker = underWay.track(await openChecker(flags, terminal))
  const { interrupted: signal, env } = terminal
  const name = hostAndPort(target.host, target.port)
  const longest = longestExplanation(parameters, options.deadline)
  const progress = new ExplainProgress(underWay, name, longest)
  const live = new LiveLines(terminal, () => progress.lines(terminal.columns - 1))
  const explanation = await explain(parameters, {
    ...options,
    ...{ checker, signal, env },
    onProbe: (done) => progress.onProbe(done),
  }).finally(() => live.stop())
  if (output === 'json') {
    await terminal.out(`${jsonText(explanation, 2)}\n`)
  } else {
    const paint = painter(colorsOn(terminal))
    const lines = wholeExplanationLines(explanation, paint)
    await say(`${lines.join('\n')}\n`, terminal)
  }
  if (signal.aborted) return EXIT.interrupted
  const { result } = explanation
  if (result.status === 'success') return EXIT.ok
  return result.details.fault === 'policy' ? EXIT.denied : EXIT.failed
}

/** @throws {UsageError} for a port that is none, or too many */
function readPorts(text: string | undefined): readonly number[] {
  if (text === undefined) return []
  const { min, max } = LIMITS.port
  const ports = text.split(',').map((port) => wholeNumber('--ports', port.trim(), min, max))
  if (ports.length > MAX_PORTS) throw new UsageError(`--ports takes at most ${MAX_PORTS} ports`)
  return ports
}
