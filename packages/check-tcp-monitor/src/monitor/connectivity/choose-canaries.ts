import { isIP } from 'node:net'
import { phaseOf } from '../../schedule/phase.js'
import type { RoundReplies } from '../../verdict/connectivity.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import { isOwn } from './own-addresses.js'

/** As many hosts are asked where the config appoints no canaries. */
const SUBSTITUTES = 5

/** Checks of one host that are asked then: one of them alone may have a port that a firewall closes by now. */
const OF_ONE_HOST = 2

/** Of a port that is to be closed, and refused: longer than a cut takes to be noticed, shorter than a new firewall lasts. */
const OF_LATE_MS = 300_000

/** Who is asked in a canary round, one list for each host. */
export interface Canaries {
  readonly kind: RoundReplies['kind']
  readonly hosts: readonly (readonly string[])[]
}

/**
 * Whom to ask whether the location is online. The canaries that the config appoints; but when all of those stand on the one
 * host in doubt, or none is appointed, checks of other hosts. First of those that answered last time; of the others
 * where none did: when not one host of several answers, that is reported for the location and not for each of them. Where there
 * is no other host either, the hosts in doubt themselves.
 *
 * A check that expects silence is no canary unless it was refused of late: its silence tells nothing, and that of a port
 * which was open against what is expected is what its repair looks like.
 *
 * @param own the addresses of this machine, whose answers say nothing of the network
 * @param awakeMs for how long the process has been awake
 */
export function chooseCanaries(
  checks: readonly CheckRuntime[],
  suspects: readonly string[],
  own: ReadonlySet<string>,
  awakeMs: number,
): Canaries {
  const canTell = ({ check, answeredMs, state }: CheckRuntime) =>
    !expectsSilence(check) ||
    (state.verdict !== 'down' && answeredMs !== undefined && awakeMs - answeredMs < OF_LATE_MS)
  const inDoubt = new Set(suspects)
  const doubted = checks.filter(({ check }) => inDoubt.has(check.id))
  const aliases = new Set(doubted.flatMap(aliasesOf))
  const isElsewhere = (each: CheckRuntime) => !aliasesOf(each).some((alias) => aliases.has(alias))

  const appointed = checks.filter(({ check }) => check.canary && !expectsSilence(check))
  const votes = byHost(appointed)
  if (votes.length > 1 || appointed.some(isElsewhere)) return { kind: 'appointed', hosts: votes }

  const others = checks.filter((each) => isElsewhere(each) && canTell(each) && !isHere(each, own))
  const standing = others.filter(hasAnswered)
  // An answer of this machine tells nothing, but its silence does.
  const here = checks.filter((each) => isElsewhere(each) && canTell(each) && isHere(each, own))
  const asked = [standing, others, here].find((some) => some.length > 0)
  if (asked) return few('others', byHost(inOrder(asked)))
  return few('suspects', byHost(inOrder(doubted.filter(({ check }) => !expectsSilence(check)))))
}

/** Where a check's target is, as far as that is known: the host as it is written, and the addresses it had last. */
function aliasesOf({ check, addresses }: CheckRuntime): readonly string[] {
  return [check.parameters.host.toLowerCase(), ...addresses]
}

/** Whether its target is this machine. */
export function isHere(runtime: CheckRuntime, own: ReadonlySet<string>): boolean {
  return aliasesOf(runtime).some((alias) => isOwn(alias, own))
}

/** Whether its target was silent though it should have answered. */
export function isSilent({ check, reply }: CheckRuntime): boolean {
  return reply === 'silence' && !expectsSilence(check)
}

/** Whether silence is what is expected of its target. */
function expectsSilence({ parameters: { expect } }: CheckRuntime['check']): boolean {
  return expect === 'closed' || expect === 'filtered'
}

function hasAnswered({ reply, state: { verdict, streaks } }: CheckRuntime): boolean {
  if (reply !== undefined) return reply === 'answer'
  return (verdict === 'up' || verdict === 'degraded') && streaks.bad === 0
}

/** Who goes by an address can be asked without a name service. */
function inOrder(runtimes: readonly CheckRuntime[]): CheckRuntime[] {
  const named = ({ check }: CheckRuntime) => (isIP(check.parameters.host) === 0 ? 1 : 0)
  return [...runtimes].sort(
    (a, b) => named(a) - named(b) || phaseOf(a.check.id) - phaseOf(b.check.id),
  )
}

function few(kind: Canaries['kind'], hosts: Canaries['hosts']): Canaries {
  return { kind, hosts: hosts.slice(0, SUBSTITUTES).map((ids) => ids.slice(0, OF_ONE_HOST)) }
}

/** Checks of one host are one witness. */
function byHost(runtimes: readonly CheckRuntime[]): string[][] {
  const hosts: string[][] = []
  const found = new Map<string, string[]>()
  for (const runtime of runtimes) {
    const aliases = aliasesOf(runtime)
    const known = aliases.map((alias) => found.get(alias)).find((host) => host !== undefined)
    const host = known ?? []
    if (!known) hosts.push(host)
    host.push(runtime.check.id)
    for (const alias of aliases) if (!found.has(alias)) found.set(alias, host)
  }
  return hosts
}
