import { lstat } from 'node:fs/promises'
import { EXIT, type Terminal, UsageError } from '../terminal.js'
import { withHistory } from './open-history.js'

export interface BackupFlags {
  readonly config: string
  /** Replaces what stands there. */
  readonly force?: boolean
}

/** `check-tcp monitor backup FILE`: a consistent copy, while a monitor may go on writing. */
export async function backupTo(
  file: string,
  { config, force = false }: BackupFlags,
  terminal: Terminal,
): Promise<number> {
  if (!force && (await isThere(file))) {
    throw new UsageError(`${file} already exists; --force replaces it`)
  }
  await withHistory(config, terminal, (store) => store.admin.backup(file))
  return EXIT.ok
}

/** Also a link that leads nowhere: it would be replaced. */
function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  )
}
