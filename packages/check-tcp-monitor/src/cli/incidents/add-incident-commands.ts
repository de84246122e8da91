import type { Command } from 'commander'
import type { Terminal } from '../terminal.js'
import { withConfig } from '../with-config.js'
import type { ListFlags, NoteFlags } from './incident-command.js'

/** `check-tcp monitor incident …` */
export function addIncidentCommands(
  program: Command,
  terminal: Terminal,
  exitWith: (code: number) => void,
): void {
  const incident = program
    .command('incident')
    .description('list and show incidents, and write notes about them, through the running monitor')
  withConfig(incident.command('list'))
    .description('those opened last first, at most 100')
    .option('--open', 'only those that are open')
    .option('--check <name>', 'only those of one check')
    .action(async (flags: ListFlags) => {
      const { listIncidents } = await import('./incident-command.js')
      exitWith(await listIncidents(flags, terminal))
    })
  withConfig(incident.command('show'))
    .description('one of them, with what people wrote')
    .argument('<id>', 'its id, as `list` shows it')
    .action(async (id: string, { config }: { config: string }) => {
      const { showIncident } = await import('./incident-command.js')
      exitWith(await showIncident(id, config, terminal))
    })
  withConfig(incident.command('note'))
    .description('write something about it')
    .argument('<id>', 'its id, as `list` shows it')
    .argument('<text>', 'what is to be said')
    .option('--public', 'status pages that show the check show it too')
    .option('--by <name>', 'who writes it (default: the name of the token)')
    .action(async (id: string, text: string, flags: NoteFlags) => {
      const { noteIncident } = await import('./incident-command.js')
      exitWith(await noteIncident(id, text, flags, terminal))
    })
  withConfig(incident.command('unnote'))
    .description('take a note back')
    .argument('<id>', 'the id of the incident')
    .argument('<time>', 'the time of the note, as `show` shows it')
    .action(async (id: string, time: string, { config }: { config: string }) => {
      const { removeNote } = await import('./incident-command.js')
      exitWith(await removeNote(id, time, config, terminal))
    })
}
