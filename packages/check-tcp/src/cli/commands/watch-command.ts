import { hostAndPort } from '../../core/target/host-and-port.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { ruleThatDenied } from '../../wait/awaited-state.js'
import { type CheckFlags, targetParameters, timeoutOf } from '../flags/check-flags.js'
import { positiveSeconds, wholeNumber } from '../flags/number-flags.js'
import { type CheckerFlags, openChecker } from '../open-checker.js'
import { readTarget } from '../targets/read-targets.js'
import { tell } from '../terminal/say.js'
import { steadyChecks } from '../terminal/steady-checks.js'
import type { Terminal } from '../terminal/terminal.js'
import { UnderWay } from '../terminal/under-way.js'
import { formatWatchView, humanWatchView } from '../terminal/watch-view.js'

export interface WatchFlags extends CheckFlags, CheckerFlags {
  readonly interval?: string
  readonly count?: string
}

const LONGEST_INTERVAL_SECONDS = 86_400
const MAX_CHECKS = 1_000_000_000

/**
 * `check-tcp watch`: checks at a steady pace until Ctrl-C or `--count`, and shows each one as it happens; ends at once where
 * the policy denies the first.
 */
export async function watchTarget(
  words: readonly string[],
  flags: WatchFlags,
  terminal: Terminal,
): Promise<number> {
  const target = readTarget(words, 'watch')
  const intervalSeconds = positiveSeconds(
    '--interval',
    flags.interval ?? '1',
    LONGEST_INTERVAL_SECONDS,
  )
  const count =
    flags.count === undefined ? undefined : wholeNumber('--count', flags.count, 1, MAX_CHECKS)
  const parameters = targetParameters(target, flags)
  const underWay = new UnderWay()
  await using checker = underWay.track(await openChecker(flags, terminal))
  const name = hostAndPort(target.host, target.port)
  const timeout = timeoutOf(flags)
  const format = flags.output ?? 'human'
  const manner = `every ${intervalSeconds} s, timeout ${timeout} s`
  const view =
    format === 'human'
      ? await humanWatchView(terminal, { target: name, manner, underWay })
      : await formatWatchView(terminal, { format, kind: 'many', timeout, underWay })

  const checks = steadyChecks(checker, parameters, {
    intervalMs: intervalSeconds * 1_000,
    count: count ?? Number.POSITIVE_INFINITY,
    signal: terminal.interrupted,
    onBegin: (index) => view.begin(index),
  })
  let shown = 0
  let rule: string | undefined
  for await (const { index, result } of checks) {
    await view.show(index, result)
    // A name that comes to be denied later is what one watches for; where the first check is, nothing is ever sent.
    if (shown++ === 0) rule = ruleThatDenied(result)
    if (rule !== undefined) break
  }
  const code = await view.end()
  if (rule !== undefined) {
    const why = `denied by ${escapeControl(rule)}`
    tell(`check-tcp: ${escapeControl(name)} may not be checked: ${why}\n`, terminal)
  }
  return code
}
