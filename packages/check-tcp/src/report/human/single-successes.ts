/** So many successes are shown one by one, which fits on a screen; more are gathered. */
export const MAX_SINGLE_SUCCESSES = 20
