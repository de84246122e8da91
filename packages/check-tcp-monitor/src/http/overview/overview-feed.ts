import type { EventFeed } from '../events/event-feed.js'
import type { OverviewBoard } from './overview-board.js'

/**
 * What becomes of the rows of the overview.
 *
 * @param shown rows that the reader shows: while very much happens, it hears of the response times of these alone
 */
export function overviewFeed(board: OverviewBoard, shown: ReadonlySet<number>): EventFeed {
  return {
    get lastId() {
      return board.id
    },
    after(id) {
      const patch = board.patchAfter(id, shown)
      if (!patch) return undefined
      const { id: lastId } = board
      if (lastId === id) return { text: '', lastId }
      const text = `id: ${lastId}\nevent: patch\ndata: ${JSON.stringify(patch)}\n\n`
      return { text, lastId }
    },
    subscribe: (listener) => board.watch(listener),
  }
}
