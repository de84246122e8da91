/** For the person who finds a log that no writer takes any more. */
export const WHAT_TO_DO =
  'Keep the folder as evidence (`check-tcp audit verify` says more); to continue, move it away: a new log begins in its place'
