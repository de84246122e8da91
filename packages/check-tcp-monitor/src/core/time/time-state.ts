/** What a stretch of time was for a target. */
export const TIME_STATES = ['up', 'down', 'unknown', 'maintenance'] as const
export type TimeState = (typeof TIME_STATES)[number]

/**
 * What the time from one observation until the next counts as. `unconfirmed`: it was bad, and the verdict is not in yet.
 * That counts as down, unless the next observation that decides says that this location saw nothing: then as unknown.
 */
export const COUNTS_AS = [...TIME_STATES, 'unconfirmed'] as const
export type CountsAs = (typeof COUNTS_AS)[number]
