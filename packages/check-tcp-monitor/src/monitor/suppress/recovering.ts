import type { Suppressor } from './suppressor.js'

/**
 * It may be over before anybody is notified: it is down and the newest observation was a good one, or there has been none
 * since the process began.
 */
export const suppressRecovering: Suppressor = ({ runtime, notification: { notified } }) => {
  if (!runtime || notified) return undefined
  const { observedAt, state } = runtime
  const mayBeOver = observedAt === 0 || (state.incident === 'down' && state.streaks.ok > 0)
  return mayBeOver ? 'recovering' : undefined
}
