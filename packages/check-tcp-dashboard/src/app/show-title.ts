import type { LiveOverview } from '../api/live-overview.js'
import { countVerdicts } from '../model/order.js'
import type { Words } from '../texts/words.js'

/** Says in the title which page it is, and how everything is, for those who have it in the background. */
export function showTitle(named: string, overview: LiveOverview, { t }: Words): void {
  const { rows } = overview
  const how = overview.version.value > 0 && t.overview.sentence(countVerdicts(rows), rows.length)
  document.title = [named, how, 'check-tcp'].filter(Boolean).join(' · ')
}
