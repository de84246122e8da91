import type { Suppressor } from './suppressor.js'

/** While the location is isolated nothing is known of a target, nor after that until it was checked again. */
export const suppressIsolated: Suppressor = (
  { incident, runtime },
  { connectivity: { isIsolated, onlineSince }, location },
) => {
  const isSuppressed = runtime
    ? isIsolated || runtime.observedAt < onlineSince
    : // That the location is isolated says why it has faults too.
      isIsolated && incident.subject === 'location' && incident.subjectId !== location
  return isSuppressed ? 'isolated' : undefined
}
