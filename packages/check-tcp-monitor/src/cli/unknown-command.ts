import { existsSync } from 'node:fs'
import { nearestSpelling } from 'check-tcp/words'
import type { Command } from 'commander'
import { UsageError } from './terminal.js'

/** A word that is no file was meant to be a command; `undefined` where it may be a file. */
export function unknownCommand(path: string, { commands }: Command): UsageError | undefined {
  if (!/^[a-z][a-z-]*$/.test(path) || existsSync(path)) return undefined
  const names = commands.map((each) => each.name())
  const nearest = nearestSpelling(path, names)
  const hint = nearest ? `; did you mean ${nearest}?` : ''
  return new UsageError(
    `${path} is neither a file nor a command${hint} (commands: ${names.join(', ')})`,
  )
}
