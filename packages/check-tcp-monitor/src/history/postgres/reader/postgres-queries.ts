import type { HistoryQueries, HourSums } from '../../../core/store/history-queries.js'
import { incidentRange, toIncidentPage } from '../../pages/incident-pages.js'
import { toHourSums } from '../../rollup/hour-sums.js'
import type { Database, Session } from '../connect/database.js'
import { entriesOf } from '../tables/incident-entries.js'
import { findIncidents, incidentById, openIncidents } from '../tables/incidents.js'
import { waitingEntries } from '../tables/outbox.js'
import { allWindows } from '../tables/planned-windows.js'
import { findSeries } from '../tables/series.js'
import { allStates } from '../tables/states.js'
import { exportPage } from './export-page.js'
import { readRollups } from './read-rollups.js'
import { readSummary } from './read-summary.js'
import { resultsPage } from './results-page.js'

/** Answers every question of the contract, each in one transaction. */
export function postgresQueries(database: Database): HistoryQueries {
  const read = <T>(work: (session: Session) => Promise<T>) =>
    database.read('cannot read the history', work)
  return {
    remembered: () =>
      read(async (session) => ({
        states: await allStates(session),
        openIncidents: await openIncidents(session),
        silences: await allWindows(session, 'silence'),
        maintenance: await allWindows(session, 'maintenance'),
        outbox: await waitingEntries(session),
      })),
    results: (query) => read((session) => resultsPage(session, query)),
    rollups: (query, level, window) =>
      read(async (session) =>
        readRollups(session, await findSeries(session, query), level, window),
      ),
    hours: (checkIds, window) =>
      read(async (session) => {
        const hours: HourSums[] = []
        for (const checkId of checkIds) {
          const series = await findSeries(session, { checkId })
          hours.push(...(await readRollups(session, series, 'hour', window)).map(toHourSums))
        }
        return hours
      }),
    summary: (key, window) => read((session) => readSummary(session, key, window)),
    incidents: (query) =>
      read(async (session) => {
        const { limit, after } = incidentRange(query)
        return toIncidentPage(await findIncidents(session, query, after, limit + 1), limit)
      }),
    incident: (id) => read((session) => incidentById(session, id)),
    incidentEntries: (id) => read((session) => entriesOf(session, id)),
    exportPage: (query) => read((session) => exportPage(session, query)),
  }
}
