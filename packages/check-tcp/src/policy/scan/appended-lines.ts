import { closeSync, openSync, readSync, writeSync } from 'node:fs'

const READ_BYTES = 65_536

/**
 * A file that many processes append lines to and read to its end. Linux makes one append after the other (open(2),
 * `O_APPEND`), so all of them see the same order.
 */
export class AppendedLines {
  readonly #descriptor: number
  readonly #buffer = Buffer.alloc(READ_BYTES)
  #offset = 0
  /** The beginning of a line whose end is not there yet. */
  #rest = ''

  /** @throws what the file system says */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'a+', 0o600)
  }

  /** @throws what the file system says */
  append(line: string): void {
    writeSync(this.#descriptor, `${line}\n`)
  }

  /** The lines that came since the last time. @throws what the file system says */
  read(): readonly string[] {
    let text = this.#rest
    for (;;) {
      const bytes = readSync(this.#descriptor, this.#buffer, 0, READ_BYTES, this.#offset)
      if (bytes === 0) break
      this.#offset += bytes
      text += this.#buffer.toString('latin1', 0, bytes)
    }
    if (text === this.#rest) return []
    const lines = text.split('\n')
    this.#rest = lines.pop() ?? ''
    return lines
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
