import type { HistoryQueries } from '../../core/store/history-queries.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Observation } from '../../core/wire/observation.js'

/** Observations of each end of an incident, at most. */
const MAX_OF_END = 30

/**
 * The checks around the opening of an incident (the last one before it, the first bad one, those that confirmed it) and its closing (the
 * last bad one, and those that ended it), as far as single results are still kept. Of an incident of no check there are none.
 */
export async function observationsAround(
  { subject, subjectId: checkId, since, openedAt, closedAt }: Incident,
  queries: Pick<HistoryQueries, 'results'>,
): Promise<readonly Observation[]> {
  if (subject !== 'check') return []
  const read = async (from: number | undefined, until: number, limit: number) => {
    const window = from === undefined ? { until } : { from, until }
    return (await queries.results({ checkId, ...window, limit })).results
  }
  const opening = openedAt + 1
  const parts = [await read(undefined, since, 1), await read(since, opening, MAX_OF_END)]
  if (closedAt !== undefined) {
    const newest = await read(opening, closedAt + 1, MAX_OF_END)
    const lastBad = newest.findIndex(({ outcome }) => outcome === 'bad')
    parts.push(lastBad < 0 ? newest : newest.slice(0, lastBad + 1))
  }
  return parts.flat()
}
