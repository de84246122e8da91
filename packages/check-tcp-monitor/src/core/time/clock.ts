export type { Clock } from 'check-tcp'

/** Numbers from 0 (inclusive) to 1 (exclusive), passed in so that a simulator can own them. */
export type Random = () => number
