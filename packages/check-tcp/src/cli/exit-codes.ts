/** What the command tells its caller; `--output nagios` has codes of its own. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  denied: 3,
  interrupted: 130,
} as const
