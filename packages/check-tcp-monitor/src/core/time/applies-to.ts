import type { MonitoredCheck } from '../config/check.js'
import type { PlannedWindow } from '../wire/planned-window.js'

/** Whether a silence, or a maintenance that comes once, is for a check: by its name, by one of its tags, or for all. */
export function appliesTo(
  { matches }: Pick<PlannedWindow, 'matches'>,
  { id, tags }: Pick<MonitoredCheck, 'id' | 'tags'>,
): boolean {
  if (matches === '*' || matches === id) return true
  return matches.startsWith('tag:') && tags.includes(matches.slice(4))
}
