import { escapeInJson } from 'check-tcp/words'
import { type Logger, pino } from 'pino'
import type { Terminal } from '../terminal.js'
import type { LOG_FORMATS } from './log-formats.js'
import { logLineInWords } from './log-line.js'

/** How a command logs. */
export interface LogFlags {
  /** @default 'info' */
  readonly logLevel?: string
  /** @default human where somebody looks at standard error, else json */
  readonly logFormat?: (typeof LOG_FORMATS)[number]
}

/** A log on standard error: JSON lines, or lines for people. */
export function logTo(terminal: Terminal, { logLevel = 'info', logFormat }: LogFlags): Logger {
  const format = logFormat ?? (terminal.errIsTerminal ? 'human' : 'json')
  const toText = format === 'human' ? logLineInWords : escapeInJson
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (name) => ({ level: name }) },
    },
    { write: (line: string) => terminal.err(toText(line)) },
  )
}
