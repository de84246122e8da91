import type { EventLog } from '../../monitor/event-log.js'
import type { EventFeed } from './event-feed.js'
import type { EventText } from './event-text.js'

/** Events that are written together. */
const CHUNK = 500

/** The monitor's events, as they happen. */
export function logFeed(
  log: EventLog,
  textOf: EventText,
  types: ReadonlySet<string> | undefined,
): EventFeed {
  return {
    get lastId() {
      return log.lastId
    },
    after(id) {
      let lastId = id
      let text = ''
      while (text === '') {
        const chunk = log.after(lastId)?.slice(0, CHUNK)
        if (!chunk) return undefined
        const newest = chunk.at(-1)
        if (!newest) break
        lastId = newest.id
        text = chunk
          .filter(({ type }) => types?.has(type) ?? true)
          .map(textOf)
          .join('')
      }
      return { text, lastId }
    },
    subscribe: (listener) => log.subscribe(() => listener()),
  }
}
