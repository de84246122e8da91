import { wrapText } from '../../report/text/wrap-text.js'
import type { Terminal } from './terminal.js'

/** Writes text for a person to standard output; on a terminal, lines are broken between words. */
export function say(text: string, terminal: Terminal): Promise<void> {
  return terminal.out(terminal.outIsTerminal ? wrapText(text, terminal.columns) : text)
}

/** Writes a message for a person to standard error; on a terminal, lines are broken between words. */
export function tell(text: string, terminal: Terminal): void {
  terminal.err(terminal.errIsTerminal ? wrapText(text, terminal.columns) : text)
}
