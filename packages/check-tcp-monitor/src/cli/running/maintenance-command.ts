import { userInfo } from 'node:os'
import { escapeControl } from 'check-tcp/words'
import { readDuration, readTimeFromNow } from '../read-time.js'
import { EXIT, type Terminal, UsageError } from '../terminal.js'
import { askByConfig as ask } from './ask-by-config.js'

export interface MaintenanceFlags {
  readonly config: string
  readonly from?: string
  readonly until?: string
  readonly for?: string
  readonly by?: string
  readonly note?: string
}

/** One of the API's. */
interface Planned {
  readonly id: string
  readonly matches: string
  readonly from: string
  readonly until: string
  readonly by: string
  readonly note?: string
}

const PATH = '/api/v1/maintenance'

/** `check-tcp monitor maintenance add WHAT`: by the running monitor's API. */
export async function addMaintenance(
  matches: string,
  flags: MaintenanceFlags,
  terminal: Terminal,
): Promise<number> {
  const { from, until, for: lasting, by, note } = flags
  if ((until === undefined) === (lasting === undefined)) {
    throw new UsageError('give either --until or --for: maintenance must end')
  }
  const now = Date.now()
  const begin = from === undefined ? now : readTimeFromNow('--from', from, now)
  const end =
    lasting === undefined
      ? readTimeFromNow('--until', until ?? '', now)
      : begin + readDuration('--for', lasting)
  const planned = await ask<Planned>(flags.config, terminal, {
    path: PATH,
    body: {
      matches,
      ...(from === undefined ? {} : { from: new Date(begin).toISOString() }),
      until: new Date(end).toISOString(),
      by: by ?? userName(),
      ...(note === undefined ? {} : { note }),
    },
  })
  await terminal.out(line(planned))
  return EXIT.ok
}

/** `check-tcp monitor maintenance list`. */
export async function listMaintenance(config: string, terminal: Terminal): Promise<number> {
  const call = { method: 'GET', path: PATH }
  const { maintenance } = await ask<{ maintenance: readonly Planned[] }>(config, terminal, call)
  if (maintenance.length === 0) await terminal.out('no maintenance is planned\n')
  for (const planned of maintenance) await terminal.out(line(planned))
  return EXIT.ok
}

/** `check-tcp monitor maintenance cancel ID`. */
export async function cancelMaintenance(
  id: string,
  config: string,
  terminal: Terminal,
): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(id)}`
  await ask<Planned>(config, terminal, { method: 'DELETE', path })
  await terminal.out(`${escapeControl(id)} is cancelled\n`)
  return EXIT.ok
}

function line({ id, matches, from, until, by, note }: Planned): string {
  const why = note === undefined ? '' : `: ${note}`
  return `${escapeControl(`${id}  ${matches}  from ${from} until ${until}  by ${by}${why}`)}\n`
}

/** A user that the system has no name for has a number. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
