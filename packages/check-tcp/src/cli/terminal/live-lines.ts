import { systemClock } from '../../core/clock.js'
import { cutToWidth, textWidth } from '../../report/text/text-width.js'
import type { Terminal } from './terminal.js'

/** Work that is over before this needs no word; a person begins to wonder within a second, the start included. */
const QUIET_MS = 300

/** Ten times a second is smooth to the eye. */
const REDRAW_MS = 100

interface LiveLinesOptions {
  /** Milliseconds until the lines are first drawn. @default 300 */
  readonly quietMs?: number
}

/**
 * Lines at the foot of standard error that are drawn over and over until `stop`, and then are gone; nothing at all where
 * standard error is no terminal.
 */
export class LiveLines {
  readonly #terminal: Terminal
  readonly #linesOf: () => readonly string[]
  readonly #quietMs: number
  readonly #startMs = systemClock.monotonicMs()
  readonly #redraws: NodeJS.Timeout | undefined
  #drawn = 0

  /** @param linesOf what is to be seen now, a text each without colours */
  constructor(
    terminal: Terminal,
    linesOf: () => readonly string[],
    { quietMs = QUIET_MS }: LiveLinesOptions = {},
  ) {
    this.#terminal = terminal
    this.#linesOf = linesOf
    this.#quietMs = quietMs
    if (terminal.errIsTerminal) this.#redraws = setInterval(() => this.draw(), REDRAW_MS).unref()
  }

  /** Draws the lines, each cut to the terminal's width. */
  draw(): void {
    if (!this.#redraws || systemClock.monotonicMs() - this.#startMs < this.#quietMs) return
    const { columns, rows, env } = this.#terminal
    const width = Math.max(1, columns - 1)
    const lines = this.#linesOf().slice(0, Math.max(1, rows - 1))
    const texts = lines.map((line) => cutToWidth(line, width))
    if (env.TERM === 'dumb') {
      this.#drawDumb(texts[0] ?? '', width)
      return
    }
    this.#write(texts)
    this.#drawn = texts.length
  }

  /** Takes the lines away, so that other text can be written. */
  clear(): void {
    if (this.#drawn === 0) return
    const { env, columns, err } = this.#terminal
    if (env.TERM === 'dumb') err(`\r${' '.repeat(Math.max(0, columns - 1))}\r`)
    else this.#write([])
    this.#drawn = 0
  }

  /** Takes the lines away for good. */
  stop(): void {
    clearInterval(this.#redraws)
    this.clear()
  }

  /** Writes over the lines that were drawn before, and ends on the last that has a text. */
  #write(texts: readonly string[]): void {
    // Line by line: told to clear the rest of the screen, some terminals keep what stood there in their history.
    const blank = Math.max(0, this.#drawn - Math.max(1, texts.length))
    const all = [...(texts.length > 0 ? texts : ['']), ...Array<string>(blank).fill('')]
    this.#terminal.err(
      `${up(this.#drawn - 1)}\r${all.join('\u001b[K\n')}\u001b[K${up(blank)}${blank > 0 ? '\r' : ''}`,
    )
  }

  /** A terminal that only knows how to return to the line's beginning. */
  #drawDumb(text: string, width: number): void {
    this.#terminal.err(`\r${text}${' '.repeat(Math.max(0, width - textWidth(text)))}`)
    this.#drawn = 1
  }
}

function up(lines: number): string {
  return lines > 0 ? `\u001b[${lines}A` : ''
}
