import { phaseOf } from '../schedule/phase.js'
import type { LiveCheck } from './live-check.js'

/** As many of the other checks as are asked where the config appoints no canaries. */
const SUBSTITUTES = 5

/**
 * Whom to ask whether the location sees: the canaries that the config appoints, or else some checks of other hosts that
 * were up until now. Where none was, any other host will do: when not one host of several answers, that is told of the
 * location and not of each of them.
 */
export function chooseCanaries(
  checks: Iterable<LiveCheck>,
  suspects: readonly string[],
): { readonly ids: readonly string[]; readonly appointed: boolean } {
  const all = [...checks]
  const appointed = all.filter(({ check }) => check.canary)
  if (appointed.length > 0) return { ids: idsOf(appointed), appointed: true }
  const inDoubt = new Set(suspects)
  const hosts = new Set<string>()
  for (const { check } of all) if (inDoubt.has(check.id)) hosts.add(check.parameters.host)
  const others = all.filter(({ check }) => !hosts.has(check.parameters.host))
  const standing = others.filter(({ state: { verdict, streaks } }) => {
    return (verdict === 'up' || verdict === 'degraded') && streaks.bad === 0
  })
  const ids = idsOf(standing.length > 0 ? standing : others)
  ids.sort((a, b) => phaseOf(a) - phaseOf(b))
  return { ids: ids.slice(0, SUBSTITUTES), appointed: false }
}

function idsOf(checks: readonly LiveCheck[]): string[] {
  return checks.map(({ check }) => check.id)
}
