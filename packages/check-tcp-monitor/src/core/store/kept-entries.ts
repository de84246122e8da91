/**
 * How many entries of one incident are kept, so that one of 400 days that flaps stays small: the first ones and the newest
 * ones. Evidence, which is larger, is counted by itself.
 */
export const KEPT_ENTRIES = {
  others: { first: 100, newest: 100 },
  evidence: { first: 1, newest: 9 },
} as const
