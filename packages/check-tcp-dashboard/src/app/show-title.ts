import type { LiveOverview } from '../api/live-overview.js'
import { countVerdicts } from '../model/order.js'
import type { Words } from '../texts/words.js'

/** Says in the title of the page how everything is, for those who have it in the background. */
export function showTitle(overview: LiveOverview, { t }: Words): void {
  if (overview.version.value === 0) return
  const { rows } = overview
  document.title = `${t.overview.sentence(countVerdicts(rows), rows.length)} · check-tcp`
}
