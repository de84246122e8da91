import type { Command } from 'commander'
import type { Terminal } from '../terminal.js'
import { withConfig } from '../with-config.js'

/** `check-tcp monitor location …` */
export function addLocationCommands(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  const location = program
    .command('location')
    .description('the locations of a hub, and the agents that report from them')
  withConfig(location.command('add'))
    .description('print a join string for the agent of a location; it works once, within an hour')
    .argument('<name>', 'a location in the config')
    .action(async (name: string, { config }: { config: string }) => {
      const { addLocation } = await import('./location-command.js')
      exitWith(await addLocation(name, config, terminal))
    })
  withConfig(location.command('list'))
    .description('list the agents, and when each last reported')
    .action(async ({ config }: { config: string }) => {
      const { listLocations } = await import('./location-command.js')
      exitWith(await listLocations(config, terminal))
    })
  withConfig(location.command('revoke'))
    .description('accept nothing more from the agent of a location')
    .argument('<name>', 'a location')
    .action(async (name: string, { config }: { config: string }) => {
      const { revokeLocation } = await import('./location-command.js')
      exitWith(await revokeLocation(name, config, terminal))
    })
  withConfig(location.command('remove'))
    .description('forget the agent of a location; its results stay')
    .argument('<name>', 'a location')
    .action(async (name: string, { config }: { config: string }) => {
      const { removeLocation } = await import('./location-command.js')
      exitWith(await removeLocation(name, config, terminal))
    })
}
