/** What the command tells its caller; `--output nagios` has codes of its own. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  interrupted: 130,
  /** The reader of the results went away: what a shell shows for SIGPIPE. */
  brokenPipe: 141,
} as const
