import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Ask } from './ask.js'
import type { LiveOverview } from './live-overview.js'
import type { Notes } from './notes.js'
import type { Access } from './session.js'

/** What pages work with. */
export interface Desk {
  readonly ask: Ask
  readonly access: Access
  readonly overview: LiveOverview
  readonly notes: Notes
}

const DeskContext = createContext<Desk | undefined>(undefined)

export const DeskProvider = DeskContext.Provider

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('there is no desk')
  return desk
}
