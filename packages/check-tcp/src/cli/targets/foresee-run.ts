import { type Clock, systemClock } from '../../core/clock.js'
import { parseHost } from '../../core/target/host.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import type { Target } from '../../core/target/target.js'
import type { Policy } from '../../policy/policy.js'
import { foreseeScan, namesWithManyPorts } from '../../policy/scan/foresee-scan.js'
import { openSightings } from '../../policy/scan/open-sightings.js'
import { formatDuration } from '../../report/text/duration.js'
import { createSystemResolver } from '../../resolve/system-resolver.js'
import { UsageError } from '../exit/usage-error.js'
import { type CheckFlags, timeoutOf } from '../flags/check-flags.js'
import { secondsOf } from '../flags/number-flags.js'
import type { CheckerFlags } from '../open-checker.js'
import { tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'

/** Fewer targets than this are checked before anybody has read a line about them. */
const LARGE = 1_000

/** What is known of a run before its first packet. */
interface PlannedRun {
  readonly targets: Iterable<Target>
  readonly count: number
  /** Checks under way at once. */
  readonly concurrency: number
}

/**
 * Says how many targets a large run has and how long it may take, and refuses one of which the scan guard would deny a
 * part. Nothing is sent.
 *
 * @throws {UsageError} with the count and what is to be done
 */
export async function foreseeRun(
  run: PlannedRun,
  policy: Policy,
  flags: CheckFlags & CheckerFlags,
  terminal: Terminal,
): Promise<void> {
  const { targets, count } = run
  if (flags.iAmAuthorized === undefined) {
    const names = namesWithManyPorts(targets)
    const addresses = await lookUp(names, systemClock, terminal.interrupted)
    const denyReason = foresee(targets, policy, addresses)
    if (denyReason !== undefined) throw new UsageError(tooMany(count, denyReason))
  }
  const isHuman = flags.output === undefined || flags.output === 'human'
  if (count >= LARGE && isHuman) tell(`check-tcp: ${announcement(run, flags)}\n`, terminal)
}

/** Of one line of a list: its names are not looked up, so of them nothing is foreseen. */
export function refuseScan(
  targets: Iterable<Target>,
  count: number,
  policy: Policy,
  flags: CheckerFlags,
): string | undefined {
  if (count <= 1 || flags.iAmAuthorized !== undefined) return undefined
  const denyReason = foresee(targets, policy)
  return denyReason === undefined ? undefined : tooMany(count, denyReason)
}

function foresee(
  targets: Iterable<Target>,
  policy: Policy,
  addresses?: ReadonlyMap<string, readonly IpAddress[]>,
): string | undefined {
  const sightings = openSightings(systemClock)
  try {
    const known = addresses === undefined ? {} : { addresses }
    return foreseeScan(targets, { clock: systemClock, policy, sightings, ...known })
  } finally {
    sightings.close()
  }
}

function tooMany(count: number, denyReason: string): string {
  return `${count.toLocaleString('en')} targets are too many, and none was checked: ${denyReason}`
}

function announcement(
  { count, concurrency }: PlannedRun,
  flags: CheckFlags & CheckerFlags,
): string {
  const { attempts = '1', retryDelay = '1', rate } = flags
  const tries = Number(attempts)
  const longest = timeoutOf(flags) * tries + (secondsOf(retryDelay) ?? Number.NaN) * (tries - 1)
  const byTimeout = Math.ceil(count / concurrency) * longest || 0
  const byRate = rate === undefined ? 0 : count / Number(rate)
  const most = formatDuration(Math.max(byTimeout, byRate))
  const least = rate === undefined ? '' : `, at least ${formatDuration(byRate)}`
  return `checking ${count.toLocaleString('en')} targets, ${concurrency} at once; at most ${most} if none answers${least}`
}

async function lookUp(
  names: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly IpAddress[]>> {
  const resolver = createSystemResolver({ clock })
  const found = await Promise.all(
    names.map(async (host): Promise<readonly [string, readonly IpAddress[]]> => {
      const read = parseHost(host)
      if (read.kind !== 'name') return [host, []]
      const lookup = resolver.lookup(read.name, [6, 4], signal)
      const answers = await Promise.all([lookup.answer(6), lookup.answer(4)])
      const addresses = answers.flatMap((answer) =>
        answer.kind === 'addresses' ? answer.addresses : [],
      )
      return [host, addresses]
    }),
  )
  return new Map(found)
}
