import { isIP } from 'node:net'
import { phaseOf } from '../../schedule/phase.js'
import type { Asked } from '../../verdict/connectivity.js'
import type { LiveCheck } from '../judge/check-runtime.js'
import { isOwn } from './own-addresses.js'

/** As many hosts are asked where the config appoints no canaries. */
const SUBSTITUTES = 5

/** Checks of one host that are asked then: one of them alone may have a port that a firewall closes by now. */
const OF_ONE_HOST = 2

/** Of a port that is to be closed, and refused: longer than a cut takes to be noticed, shorter than a new firewall lasts. */
const OF_LATE_MS = 300_000

/** Who is asked in a look around, one list for each host. */
export interface Chosen {
  readonly kind: Asked['kind']
  readonly hosts: readonly (readonly string[])[]
}

/**
 * Whom to ask whether the location sees. The canaries that the config appoints; but when all of those stand on the one
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
  checks: Iterable<LiveCheck>,
  suspects: readonly string[],
  own: ReadonlySet<string>,
  awakeMs: number,
): Chosen {
  const all = [...checks]
  const canTell = ({ check, answeredMs, state }: LiveCheck) =>
    !expectsSilence(check) ||
    (state.verdict !== 'down' && answeredMs !== undefined && awakeMs - answeredMs < OF_LATE_MS)
  const inDoubt = new Set(suspects)
  const doubted = all.filter(({ check }) => inDoubt.has(check.id))
  const places = new Set(doubted.flatMap(placesOf))
  const isElsewhere = (live: LiveCheck) => !placesOf(live).some((place) => places.has(place))

  const appointed = all.filter(({ check }) => check.canary && !expectsSilence(check))
  const votes = byHost(appointed)
  if (votes.length > 1 || appointed.some(isElsewhere)) return { kind: 'appointed', hosts: votes }

  const others = all.filter((live) => isElsewhere(live) && canTell(live) && !isHere(live, own))
  const standing = others.filter(hasAnswered)
  // An answer of this machine tells nothing, but its silence does.
  const here = all.filter((live) => isElsewhere(live) && canTell(live) && isHere(live, own))
  const asked = [standing, others, here].find((some) => some.length > 0)
  if (asked) return few('others', byHost(inOrder(asked)))
  return few('suspects', byHost(inOrder(doubted.filter(({ check }) => !expectsSilence(check)))))
}

/** Where a check's target is, as far as that is known: the host as it is written, and the addresses it had last. */
export function placesOf({ check, addresses }: LiveCheck): readonly string[] {
  return [check.parameters.host.toLowerCase(), ...addresses]
}

/** Whether its target is this machine. */
export function isHere(live: LiveCheck, own: ReadonlySet<string>): boolean {
  return placesOf(live).some((place) => isOwn(place, own))
}

/** Whether its target was silent though it should have answered. */
export function isSilent({ check, heard }: LiveCheck): boolean {
  return heard === 'silence' && !expectsSilence(check)
}

/** Whether silence is what is expected of its target. */
export function expectsSilence({ parameters: { expect } }: LiveCheck['check']): boolean {
  return expect === 'closed' || expect === 'filtered'
}

function hasAnswered({ heard, state: { verdict, streaks } }: LiveCheck): boolean {
  if (heard !== undefined) return heard === 'answer'
  return (verdict === 'up' || verdict === 'degraded') && streaks.bad === 0
}

/** Who goes by an address can be asked without a name service. */
function inOrder(lives: readonly LiveCheck[]): LiveCheck[] {
  const named = ({ check }: LiveCheck) => (isIP(check.parameters.host) === 0 ? 1 : 0)
  return [...lives].sort((a, b) => named(a) - named(b) || phaseOf(a.check.id) - phaseOf(b.check.id))
}

function few(kind: Chosen['kind'], hosts: Chosen['hosts']): Chosen {
  return { kind, hosts: hosts.slice(0, SUBSTITUTES).map((ids) => ids.slice(0, OF_ONE_HOST)) }
}

/** Checks of one host are one witness. */
function byHost(lives: readonly LiveCheck[]): string[][] {
  const hosts: string[][] = []
  const found = new Map<string, string[]>()
  for (const live of lives) {
    const places = placesOf(live)
    const known = places.map((place) => found.get(place)).find((host) => host !== undefined)
    const host = known ?? []
    if (!known) hosts.push(host)
    host.push(live.check.id)
    for (const place of places) if (!found.has(place)) found.set(place, host)
  }
  return hosts
}
