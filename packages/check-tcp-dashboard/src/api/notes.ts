import { type Signal, signal } from '@preact/signals'

/** What the reader is told after an act; with a way back, where there is one. */
export interface Note {
  readonly id: number
  readonly text: string
  readonly isError: boolean
  readonly undo?: () => Promise<void>
}

/** Long enough to read and to take back. */
const SHOWN_MS = 12_000

/** The notes on the screen. */
export class Notes {
  readonly shown: Signal<readonly Note[]> = signal([])
  #next = 0

  add(text: string, { isError = false, undo }: Partial<Pick<Note, 'isError' | 'undo'>> = {}): void {
    const id = this.#next++
    const note = { id, text, isError, ...(undo ? { undo } : {}) }
    this.shown.value = [...this.shown.value.slice(-2), note]
    // What went wrong stays until somebody has read it.
    if (!isError) setTimeout(() => this.remove(id), SHOWN_MS)
  }

  remove(id: number): void {
    this.shown.value = this.shown.value.filter((note) => note.id !== id)
  }
}
