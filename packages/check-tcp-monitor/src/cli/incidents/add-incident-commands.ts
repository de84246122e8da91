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
    .description('list incidents, the newest first, at most 100')
    .option('--open', 'only those that are open')
    .option('--check <name>', 'only those of one check')
    .action(async (flags: ListFlags) => {
      const { listIncidents } = await import('./incident-command.js')
      exitWith(await listIncidents(flags, terminal))
    })
  withConfig(incident.command('show'))
    .description('show one incident, with its notes')
    .argument('<id>', 'its id, as `list` shows it')
    .action(async (id: string, { config }: { config: string }) => {
      const { showIncident } = await import('./incident-command.js')
      exitWith(await showIncident(id, config, terminal))
    })
  withConfig(incident.command('note'))
    .description('add a note to an incident')
    .argument('<id>', 'its id, as `list` shows it')
    .argument('<text>', 'the note')
    .option('--public', 'show it on status pages too, where they show the check')
    .option('--by <name>', 'who writes it (default: the name of the token)')
    .action(async (id: string, text: string, flags: NoteFlags) => {
      const { noteIncident } = await import('./incident-command.js')
      exitWith(await noteIncident(id, text, flags, terminal))
    })
  withConfig(incident.command('unnote'))
    .description('remove a note')
    .argument('<id>', 'the id of the incident')
    .argument('<time>', 'the time of the note, as `show` shows it')
    .action(async (id: string, time: string, { config }: { config: string }) => {
      const { removeNote } = await import('./incident-command.js')
      exitWith(await removeNote(id, time, config, terminal))
    })
}
