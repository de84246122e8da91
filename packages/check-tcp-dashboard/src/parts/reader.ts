import type { Signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { MoreTexts } from '../texts/en-more.js'
import type { Words } from '../texts/words.js'

/** Whoever reads the page: in which language, when, and where. */
export interface Reader {
  readonly words: Words
  /** What is said beyond the overview; resolves at once when it is there. */
  readonly more: () => Promise<MoreTexts>
  /** Wall milliseconds, as exactly as durations on a page need it. */
  readonly now: Signal<number>
  /** Path and query of the address. */
  readonly place: Signal<URL>
  /** What the title of the page names beside how everything is; empty on the overview. */
  readonly named: Signal<string>
  /** Goes to another page, or to another state of the same one. */
  readonly go: (to: URL | string, how?: 'push' | 'replace') => void
}

const ReaderContext = createContext<Reader | undefined>(undefined)

export const ReaderProvider = ReaderContext.Provider

export function useReader(): Reader {
  const reader = useContext(ReaderContext)
  if (!reader) throw new Error('there is no reader')
  return reader
}

export function useWords(): Words {
  return useReader().words
}
