import type { Command } from 'commander'

/** Where a config is looked for when none is named. */
export const DEFAULT_CONFIG = 'monitor.yaml'

export function withConfig(command: Command): Command {
  return command.option('-c, --config <file>', 'the config file', DEFAULT_CONFIG)
}
