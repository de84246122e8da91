import { join } from 'node:path'

/** In memory alone, gone when it is closed: for simulations. */
export const IN_MEMORY = ':memory:'

/** Where the database of a history is. */
export function databaseFile(directory: string): string {
  return directory === IN_MEMORY ? IN_MEMORY : join(directory, 'history.db')
}

export function lockFile(directory: string): string {
  return join(directory, 'lock.db')
}
