import { withHistory } from './open-history.js'
import { EXIT, type Terminal } from './terminal.js'

/** `check-tcp monitor backup FILE`: a consistent copy, while a monitor may go on writing. */
export async function backupTo(
  file: string,
  configFile: string,
  terminal: Terminal,
): Promise<number> {
  await withHistory(configFile, terminal, (store) => store.backup(file))
  return EXIT.ok
}
