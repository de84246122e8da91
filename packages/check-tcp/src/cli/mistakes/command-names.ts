/** The words that name a command; everything else at the beginning of a command line is a target. */
export const COMMAND_NAMES = [
  'run',
  'wait',
  'watch',
  'explain',
  'nagios',
  'monitor',
  'policy',
  'audit',
  'mcp',
  'schema',
  'plugin',
  'help',
] as const
