/** How long a run of a fleet lasts, simulated milliseconds. */
export const HOURS = 4 * 3_600_000
