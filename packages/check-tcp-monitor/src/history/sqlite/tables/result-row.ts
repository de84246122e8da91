import type { Observation } from '../../../core/wire/observation.js'
import { OUTCOMES } from '../../../core/wire/outcome.js'
import type { Detail } from '../../detail-json.js'
import type { Series } from './series.js'
import { fromStoredTime, toStoredTime } from './stored-time.js'

/** One result as it lies in the table. `n` tells results of one check within one millisecond apart, and has their run of the clock (`clock-runs.ts`). */
export interface ResultRow {
  readonly at: number
  readonly series: number
  readonly n: number
  readonly flags: number
  readonly response: number | null
  readonly dns: number | null
  readonly lateness: number | null
  readonly detail: number | null
}

/** The key of a row is its place in time. */
export type ResultKey = Pick<ResultRow, 'at' | 'series' | 'n'>

/** What of a row does not depend on other tables. */
type ResultValues = Pick<ResultRow, 'flags' | 'response' | 'dns' | 'lateness'>

const SUSPECT = 4
const ATTEMPTS = 8

export function toResultValues(observation: Observation): ResultValues {
  const { outcome, suspect, attempts, responseMs, dnsMs, latenessMs } = observation
  return {
    flags: OUTCOMES.indexOf(outcome) + (suspect ? SUSPECT : 0) + attempts * ATTEMPTS,
    response: toStoredTime(responseMs),
    dns: toStoredTime(dnsMs),
    lateness: toStoredTime(latenessMs),
  }
}

export function toObservation(row: ResultRow, series: Series, detail: Detail): Observation {
  const { flags, response, dns, lateness } = row
  const outcome = OUTCOMES[flags % SUSPECT]
  if (outcome === undefined) throw new Error(`no outcome has the number ${flags % SUSPECT}`)
  return {
    checkId: series.checkId,
    location: series.location,
    at: row.at,
    outcome,
    attempts: Math.floor(flags / ATTEMPTS),
    ...(response === null ? {} : { responseMs: fromStoredTime(response) }),
    ...(dns === null ? {} : { dnsMs: fromStoredTime(dns) }),
    ...(lateness === null ? {} : { latenessMs: fromStoredTime(lateness) }),
    ...(flags % ATTEMPTS >= SUSPECT ? { suspect: true } : {}),
    ...detail,
  }
}
