import { type Signal, signal } from '@preact/signals'
import type { Words } from '../texts/words.js'
import type { Change } from './live-overview.js'

/** Whoever hears the page is told at most one sentence in so long. */
const QUIET_MS = 10_000

/** Says what has changed to those who hear the page: how many, not each. */
export class Announcer {
  readonly sentence: Signal<string> = signal('')
  readonly #words: Words
  #changes = new Map<string, Change>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(words: Words) {
    this.#words = words
  }

  take(changes: readonly Change[]): void {
    for (const change of changes) {
      const { before } = this.#changes.get(change.row.id) ?? change
      this.#changes.set(change.row.id, { ...change, before })
    }
    if (this.#timer !== undefined) return
    this.#say()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#changes.size > 0) this.take([])
    }, QUIET_MS)
  }

  #say(): void {
    const changes = [...this.#changes.values()].filter(({ row, before }) => row.verdict !== before)
    this.#changes = new Map()
    const { news } = this.#words.t
    const named = (own: readonly Change[]) => own[0]?.row.id ?? ''
    const down = changes.filter(({ row }) => row.verdict === 'down')
    const up = changes.filter(({ row, before }) => row.verdict === 'up' && before !== 'pending')
    const parts = [
      ...(down.length > 0 ? [news.down(down.length, named(down))] : []),
      ...(up.length > 0 ? [news.up(up.length, named(up))] : []),
    ]
    if (parts.length === 0 && changes.length > 0) parts.push(news.other(changes.length))
    if (parts.length > 0) this.sentence.value = `${parts.join(', ')}.`
  }
}
