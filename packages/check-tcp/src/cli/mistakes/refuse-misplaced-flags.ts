import type { Command } from 'commander'
import { UsageError } from '../exit/usage-error.js'

/**
 * `check-tcp --output json run FILE` would give the flag to the program, where the command never sees it.
 *
 * @throws {UsageError} which says where the flag belongs
 */
export function refuseMisplacedFlags(program: Command, command: Command): void {
  for (const option of program.options) {
    if (program.getOptionValueSource(option.attributeName()) !== 'cli') continue
    throw new UsageError(
      `${option.long} comes before the command; write it after: check-tcp ${command.name()} ... ${option.long}`,
    )
  }
}
