import type { Checker } from 'check-tcp'
import type { Environment } from 'check-tcp/files'
import type { Clock } from '../core/time/clock.js'
import { explainHere } from '../monitor/evidence/explain-here.js'
import type { Look, LookAt } from '../monitor/evidence/look.js'

interface LookAtTargetsOptions {
  readonly checker: Checker
  readonly clock: Clock
  /** Where this monitor is. */
  readonly location: string
  readonly environment: Environment
  /** Has the agent of a location look. @default there are none */
  readonly elsewhere?: (...asked: Parameters<LookAt>) => Promise<Look | undefined>
}

/** Looks at the targets of checks that went down: from here, or from the location that makes them. */
export function lookAtTargets(options: LookAtTargetsOptions): LookAt {
  const { location, elsewhere, ...rest } = options
  return async (order, signal) => {
    const { check } = order
    const { id: name, file, line } = check
    try {
      if (!check.fleet) {
        return await explainHere(check, { ...rest, location, task: { name, file, line }, signal })
      }
      return (await elsewhere?.(order, signal)) ?? { because: 'no agent can look' }
    } catch (error) {
      return { because: `nobody could look: ${error instanceof Error ? error.message : error}` }
    }
  }
}
