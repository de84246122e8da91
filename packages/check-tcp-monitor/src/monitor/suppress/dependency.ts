import type { CheckRegistry } from '../judge/check-registry.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import type { Suppressor } from './suppressor.js'

/** A check that it depends on is down; or may be, and nobody was notified yet. */
export const suppressDependant: Suppressor = ({ runtime, notification }, { checks }) => {
  if (!runtime) return undefined
  const { isDown, isUnsure } = readDependencies(runtime, checks)
  return isDown || (isUnsure && !notification.notified) ? 'dependency' : undefined
}

/** What the dependencies of a check have to say about its incident. */
interface DependencyFacts {
  readonly isDown: boolean
  /** One of them was not checked since this one failed, or is about to be called down. */
  readonly isUnsure: boolean
  /** Those that are to be checked before anybody is notified. */
  readonly toCheck: readonly string[]
}

export function readDependencies(runtime: CheckRuntime, checks: CheckRegistry): DependencyFacts {
  let isDown = false
  let isUnsure = false
  const toCheck: string[] = []
  for (const { state, observedAt, closedAt, check } of checks.dependenciesOf(runtime)) {
    // Nobody hears of a dependency that wants no alerts, so it stands for nobody.
    if (!check.alert) continue
    if (state.incident === 'down') isDown = true
    else if (observedAt <= runtime.openedAt) toCheck.push(check.id)
    else if (state.streaks.bad > 0 && state.verdict !== 'unknown') isUnsure = true
    else if (runtime.observedAt <= closedAt) isUnsure = true
  }
  return { isDown, isUnsure: isUnsure || toCheck.length > 0, toCheck }
}
