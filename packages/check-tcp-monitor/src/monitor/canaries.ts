import { phaseOf } from '../schedule/phase.js'
import type { LiveCheck } from './live-check.js'

/** As many of the other checks as are asked where the config appoints no canaries. */
const SUBSTITUTES = 5

/**
 * Whom to ask whether the location sees: the canaries that the config appoints, or else some checks of other hosts that
 * were up until now.
 *
 * @param blind nothing is believed of any check, so any will do
 */
export function chooseCanaries(
  checks: Iterable<LiveCheck>,
  suspects: readonly string[],
  blind: boolean,
): { readonly ids: readonly string[]; readonly appointed: boolean } {
  const all = [...checks]
  const appointed = all.filter(({ check }) => check.canary)
  if (appointed.length > 0) return { ids: appointed.map(({ check }) => check.id), appointed: true }
  const inDoubt = new Set(suspects)
  const hosts = new Set<string>()
  for (const { check } of all) if (inDoubt.has(check.id)) hosts.add(check.parameters.host)
  const ids = all
    .filter(({ check, state }) => {
      if (inDoubt.has(check.id) || hosts.has(check.parameters.host)) return false
      const believed = state.verdict === 'up' || state.verdict === 'degraded'
      return blind || (believed && state.streaks.bad === 0)
    })
    .map(({ check }) => check.id)
    .sort((a, b) => phaseOf(a) - phaseOf(b))
    .slice(0, SUBSTITUTES)
  return { ids, appointed: false }
}
