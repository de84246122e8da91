import { escapeInJson } from 'check-tcp/words'
import { type Logger, pino } from 'pino'
import type { Terminal } from './terminal.js'

/** A log of JSON lines on standard error. */
export function logTo(terminal: Terminal, level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (name) => ({ level: name }) },
    },
    { write: (line: string) => terminal.err(escapeInJson(line)) },
  )
}
