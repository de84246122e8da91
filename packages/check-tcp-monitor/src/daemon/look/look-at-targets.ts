import type { Look, LookAt } from '../../monitor/evidence/look.js'
import type { LookProcess } from './look-process.js'

interface LookAtTargetsOptions {
  /** Looks from here. */
  readonly here: Pick<LookProcess, 'look'>
  /** Has the agent of a location look. @default there are none */
  readonly elsewhere?: (...asked: Parameters<LookAt>) => Promise<Look | undefined>
}

/** Looks at the targets of checks that went down: from here, or from the location that makes them. */
export function lookAtTargets({ here, elsewhere }: LookAtTargetsOptions): LookAt {
  return async (order, signal) => {
    const { id: name, file, line, parameters, tags, fleet } = order.check
    try {
      if (fleet) return (await elsewhere?.(order, signal)) ?? { because: 'no agent can look' }
      const task = { name, file, line }
      return await here.look({ check: { parameters, tags }, task }, signal)
    } catch (error) {
      return { because: `nobody could look: ${error instanceof Error ? error.message : error}` }
    }
  }
}
