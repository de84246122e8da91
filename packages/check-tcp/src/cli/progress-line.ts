import type { Terminal } from './terminal.js'

/** Work that is over before this needs no progress. */
const QUIET_MS = 500

/** Ten times a second is smooth to the eye. */
const REDRAW_MS = 100

/** One line at the foot of a terminal that is drawn over and over until `stop`; nothing at all where nobody looks. */
export class ProgressLine {
  readonly #terminal: Terminal
  readonly #textOf: () => string
  readonly #startMs = performance.now()
  readonly #redraws: NodeJS.Timeout | undefined
  #drawn = false

  constructor(terminal: Terminal, textOf: () => string) {
    this.#terminal = terminal
    this.#textOf = textOf
    if (terminal.errIsTerminal) this.#redraws = setInterval(() => this.draw(), REDRAW_MS).unref()
  }

  /** Draws the text, cut to the terminal's width. */
  draw(): void {
    if (!this.#redraws || performance.now() - this.#startMs < QUIET_MS) return
    const line = [...this.#textOf()].slice(0, Math.max(1, this.#terminal.columns - 1)).join('')
    this.#terminal.err(`\r${line}\u001b[K`)
    this.#drawn = true
  }

  /** Takes the line away, so that other text can be written. */
  clear(): void {
    if (this.#drawn) this.#terminal.err('\r\u001b[K')
    this.#drawn = false
  }

  /** Takes the line away for good. */
  stop(): void {
    clearInterval(this.#redraws)
    this.clear()
  }
}
