import { parseHost } from '../core/host.js'
import { jsonText } from '../core/json-text.js'
import { checkTcpConnectionSchema, LIMITS } from '../core/parameters.js'
import { validate } from '../core/validate.js'
import { DEADLINE, explain, longestExplanation } from '../explain/explain.js'
import { targetText } from '../explain/target-text.js'
import { painter } from '../report/colors.js'
import { wholeExplanationLines } from '../report/human-explanation.js'
import { type CheckFlags, targetParameters } from './check-flags.js'
import { EXIT } from './exit-codes.js'
import { ExplainProgress } from './explain-progress.js'
import { LiveLines } from './live-lines.js'
import { positiveSeconds, wholeNumber } from './number-flags.js'
import { type CheckerFlags, openChecker } from './open-checker.js'
import { readTarget } from './read-targets.js'
import { say } from './say.js'
import { colorsOn, type Terminal } from './terminal.js'
import { UnderWay } from './under-way.js'
import { UsageError } from './usage-error.js'

export interface ExplainFlags extends Omit<CheckFlags, 'output'>, CheckerFlags {
  readonly address?: string
  readonly ports?: string
  readonly deadline?: string
  readonly output?: 'human' | 'json'
}

/** More would be a port scan, which is another program's business. */
const MOST_PORTS = 16

/** `check-tcp explain`: checks a target and says why it came out so; 0 where it connected, 1 where not, 3 denied. */
export async function explainTarget(
  words: readonly string[],
  flags: ExplainFlags,
  terminal: Terminal,
): Promise<number> {
  const target = readTarget(words, 'explain')
  const { output: _, ...checkFlags } = flags
  const parameters = validate(checkTcpConnectionSchema, targetParameters(target, checkFlags))
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
  const name = targetText(target.host, target.port)
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
  if (ports.length > MOST_PORTS) throw new UsageError(`--ports takes at most ${MOST_PORTS} ports`)
  return ports
}
