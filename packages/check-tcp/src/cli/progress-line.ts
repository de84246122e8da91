import type { Terminal } from './terminal.js'

/** Work that is over before this needs no progress. */
const QUIET_MS = 500

/** Ten times a second is smooth to the eye. */
const REDRAW_MS = 100

/** One line at the foot of a terminal that is drawn over and over; nothing at all where nobody looks. */
export class ProgressLine {
  readonly #terminal: Terminal
  readonly #startMs = performance.now()
  #drawnMs = 0
  #drawn = false

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** Draws the text, cut to the terminal's width; a function is called only when it is time to draw. */
  show(text: string | (() => string)): void {
    const nowMs = performance.now()
    if (!this.#terminal.errIsTerminal || nowMs - this.#startMs < QUIET_MS) return
    if (nowMs - this.#drawnMs < REDRAW_MS) return
    const full = typeof text === 'string' ? text : text()
    const line = [...full].slice(0, Math.max(1, this.#terminal.columns - 1)).join('')
    this.#terminal.err(`\r${line}\u001b[K`)
    this.#drawnMs = nowMs
    this.#drawn = true
  }

  /** Takes the line away, so that other text can be written. */
  clear(): void {
    if (this.#drawn) this.#terminal.err('\r\u001b[K')
    this.#drawn = false
    this.#drawnMs = 0
  }
}
