import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { isSystemError } from '../../core/failure/system-error-text.js'
import { whyUnreadable } from '../../core/failure/why-unreadable.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { untilInterrupted } from '../exit/until-interrupted.js'
import { UsageError } from '../exit/usage-error.js'
import type { Terminal } from '../terminal/terminal.js'
import { canBeExpanded } from './read-targets.js'

/** A list of targets, and what it is called in messages. */
interface TargetList {
  readonly source: string
  readonly input: Readable
}

/**
 * Opens a file of targets, or standard input (`-`), before anything is printed. A named pipe opens when somebody writes to it.
 *
 * @throws {UsageError} where it cannot be opened
 */
export async function openTargetList(path: string, terminal: Terminal): Promise<TargetList> {
  if (path === '-') return { source: '<stdin>', input: terminal.stdin }
  const source = escapeControl(path)
  const input = createReadStream(path)
  try {
    await untilInterrupted(once(input, 'open'), terminal)
  } catch (error) {
    if (!isSystemError(error)) throw error
    const isTarget = error.code === 'ENOENT' && canBeExpanded([path])
    throw new UsageError(
      `${source}: ${whyUnreadable(error)}`,
      isTarget ? { words: ['--targets', path], instead: [path] } : undefined,
    )
  }
  return { source, input }
}

/** The words of a line without its comment; none where it is empty. */
export function wordsOfLine(text: string): readonly string[] {
  const words = (text.includes('#') ? text.replace(/(^|\s)#.*/, '') : text).trim()
  return words === '' ? [] : words.split(/\s+/)
}
