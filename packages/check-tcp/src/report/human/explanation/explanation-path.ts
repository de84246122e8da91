import type { Explanation } from '../../../explain/explanation.js'
import { targetOf } from '../../outcome.js'

/** A place on the way to a target. */
export interface PathHop {
  /** How many hops away it is; this machine is 0. */
  readonly hop: number
  /** Absent where it keeps silent, or is not known. */
  readonly address?: string
  /** What is known by a name: the interface of this machine, the target. */
  readonly name?: string
  /** How the way ended here, in words. */
  readonly says?: string
}

const ANSWERS = {
  connected: 'connected',
  refused: 'refused',
  rejected: 'rejected',
  silence: 'no answer',
} as const

/**
 * The way to the target, from this machine to whatever was the last to answer or not to: what `check-tcp explain` draws in
 * one line. Empty where nothing is known of it.
 */
export function explanationPath({ evidence, result, reasons }: Explanation): readonly PathHop[] {
  const { route, path } = evidence
  if (!route) return []
  const { source_address, interface: device } = route
  const here: PathHop = {
    hop: 0,
    ...(source_address === undefined ? {} : { address: source_address }),
    ...(device === undefined ? {} : { name: device }),
  }
  const target = { address: route.address, name: targetOf(result) }
  if (route.dead) {
    const says = route.dead === 'none' ? 'no route' : `no way (${route.dead})`
    return [
      { ...here, says },
      { hop: 1, ...target },
    ]
  }
  if (!path) {
    const says = result.connected ? ANSWERS.connected : undefined
    return [here, { hop: 1, ...target, ...(says === undefined ? {} : { says }) }]
  }
  const { hops, answered_at, answer, icmp } = path.port
  const routers = hops.map((address, index) => ({
    hop: index + 1,
    ...(address === null ? {} : { address }),
  }))
  const last = { hop: Math.max(answered_at ?? 0, hops.length + 1), ...target }
  const way = [here, ...routers]
  // What answers in the host's name stands nearer than it.
  if (reasons[0]?.reason === 'firewall_resets') {
    return [...way, { hop: last.hop, says: 'refused on the way' }, { ...last, hop: last.hop + 1 }]
  }
  if (!icmp) return [...way, { ...last, says: ANSWERS[answer] }]
  if (icmp.from === target.address) return [...way, { ...last, says: ANSWERS.rejected }]
  const rejected = { hop: last.hop, address: icmp.from, says: ANSWERS.rejected }
  return [...way, rejected, { ...last, hop: last.hop + 1 }]
}
