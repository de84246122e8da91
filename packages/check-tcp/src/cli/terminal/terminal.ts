import type { Readable, Writable } from 'node:stream'
import { EXIT } from '../exit/exit-codes.js'
import { exitInterrupted } from '../exit/exit-interrupted.js'

/** Where a command reads and writes; passed in so that a test can be the terminal. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Readable
  /** Is somebody looking at standard output, or at standard error? */
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  /** Columns of the screen. */
  readonly columns: number
  /** Rows of the screen. */
  readonly rows: number
  /** Writes results to standard output; resolves when they are handed on, so that a slow reader slows the checks. */
  out(text: string): Promise<void>
  /** Writes progress and errors to standard error. */
  err(text: string): void
  /** Aborts when the person presses Ctrl-C. */
  readonly interrupted: AbortSignal
  /** Leaves signals to somebody else: Ctrl-C aborts nothing from now on. */
  leaveSignals(): void
}

/** The same, with results on standard error, so that standard output is free for somebody else. */
export function onStandardError(terminal: Terminal): Terminal {
  const out = async (text: string) => terminal.err(text)
  return Object.create(terminal, {
    out: { value: out },
    outIsTerminal: { value: terminal.errIsTerminal },
  })
}

export function colorsOn(terminal: Terminal): boolean {
  // https://no-color.org: any value that is not empty switches colours off.
  return terminal.outIsTerminal && !terminal.env.NO_COLOR && terminal.env.TERM !== 'dumb'
}

/** The process's own terminal. A second Ctrl-C ends the process at once. */
export function processTerminal(): Terminal {
  const interrupt = new AbortController()
  const onInterrupt = () => {
    if (interrupt.signal.aborted) exitInterrupted()
    interrupt.abort()
  }
  process.on('SIGINT', onInterrupt)
  process.on('SIGTERM', onInterrupt)
  endWithoutReader(process.stdout)
  return {
    env: process.env,
    get stdin() {
      return process.stdin
    },
    outIsTerminal: process.stdout.isTTY === true,
    get errIsTerminal() {
      return process.stderr.isTTY === true
    },
    get columns() {
      return process.stderr.columns || process.stdout.columns || 80
    },
    get rows() {
      return process.stderr.rows || process.stdout.rows || 24
    },
    out: (text) =>
      new Promise((resolve) => {
        process.stdout.write(text, () => resolve())
      }),
    err: (text) => {
      if (process.stderr.listenerCount('error') === 0) endWithoutReader(process.stderr)
      process.stderr.write(text)
    },
    interrupted: interrupt.signal,
    leaveSignals() {
      process.off('SIGINT', onInterrupt)
      process.off('SIGTERM', onInterrupt)
    },
  }
}

/** `check-tcp ... | head` closes the pipe early, which is no error of anybody; a full disk is one. */
function endWithoutReader(stream: Writable): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.brokenPipe)
    if (stream !== process.stderr) {
      process.stderr.write(`check-tcp: results cannot be written: ${error.message}\n`)
    }
    process.exit(EXIT.usage)
  })
}
