import { isSystemError, whyUnreadable } from 'check-tcp/errors'
import { UsageError } from './terminal.js'

/**
 * What reading a file that a person has named gives.
 *
 * @throws {UsageError} (as a rejection) where the file cannot be read, with why
 */
export async function readingInput<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new UsageError(`${path}: ${whyUnreadable(error)}`)
  }
}
