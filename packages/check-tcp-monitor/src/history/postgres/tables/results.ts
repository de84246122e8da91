import type { TimeWindow } from '../../../core/store/time-window.js'
import type { Observation } from '../../../core/wire/observation.js'
import type { Outcome } from '../../../core/wire/outcome.js'
import { type Detail, detailJsonOf } from '../../detail-json.js'
import type { Session } from '../connect/database.js'

/** One result as it lies in the table. */
interface ResultRow {
  readonly series: number
  readonly at: number
  readonly run: number
  readonly seq: number
  readonly checkId: string
  readonly location: string
  readonly outcome: Outcome
  readonly attempts: number
  readonly suspect: boolean
  readonly responseMs: number | null
  readonly dnsMs: number | null
  readonly latenessMs: number | null
  readonly detail: Detail | null
}

/** A result with its place in the table. */
export interface PlacedResult {
  readonly series: number
  readonly run: number
  readonly seq: number
  readonly observation: Observation
}

const RESULT = `SELECT result.series, at, run, seq, check_id AS "checkId", location, outcome, attempts, suspect,
  response_ms AS "responseMs", dns_ms AS "dnsMs", lateness_ms AS "latenessMs", detail
  FROM result JOIN series ON series.id = result.series`

export async function readResults(
  session: Session,
  rest: string,
  values: readonly unknown[],
): Promise<readonly PlacedResult[]> {
  const rows = await session.rows<ResultRow>(`${RESULT} ${rest}`, values)
  return rows.map((row) => ({ ...row, observation: toObservation(row) }))
}

/** Of some series in the order of their numbers, and for each in the order of time. */
export function resultsOfSeries(
  session: Session,
  series: readonly number[],
  { from, until }: TimeWindow,
  limit: number | null = null,
): Promise<readonly PlacedResult[]> {
  return readResults(
    session,
    `WHERE result.series = ANY($1::bigint[]) AND at >= $2 AND at < $3 ORDER BY result.series, at, run, seq LIMIT $4`,
    [series, from, until, limit],
  )
}

/** All that some series have at some times. */
export function resultsAt(
  session: Session,
  keys: readonly { readonly series: number; readonly at: number }[],
): Promise<readonly PlacedResult[]> {
  return readResults(
    session,
    `WHERE (result.series, at) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[]))`,
    [keys.map(({ series }) => series), keys.map(({ at }) => at)],
  )
}

/** A result that is to be stored. */
export interface NewResult {
  readonly series: number
  readonly run: number
  readonly observation: Observation
}

export async function insertResults(
  session: Session,
  results: readonly NewResult[],
): Promise<void> {
  if (results.length === 0) return
  const of = <T>(value: (observation: Observation) => T) =>
    results.map(({ observation }) => value(observation))
  await session.change(
    `INSERT INTO result (series, run, at, outcome, attempts, suspect, response_ms, dns_ms, lateness_ms, detail)
      SELECT series, run, at, outcome, attempts, suspect, response_ms, dns_ms, lateness_ms, detail::json
      FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::text[], $5::integer[], $6::boolean[],
        $7::double precision[], $8::double precision[], $9::double precision[], $10::text[])
      AS t (series, run, at, outcome, attempts, suspect, response_ms, dns_ms, lateness_ms, detail)`,
    [
      results.map(({ series }) => series),
      results.map(({ run }) => run),
      of(({ at }) => Math.floor(at)),
      of(({ outcome }) => outcome),
      of(({ attempts }) => attempts),
      of(({ suspect }) => suspect ?? false),
      of(({ responseMs }) => responseMs ?? null),
      of(({ dnsMs }) => dnsMs ?? null),
      of(({ latenessMs }) => latenessMs ?? null),
      of((observation) => detailJsonOf(observation) ?? null),
    ],
  )
}

/** The first time from another one on at which something was made. */
export async function firstResultFrom(session: Session, time: number): Promise<number | undefined> {
  const [row] = await session.rows<{ readonly at: number | null }>(
    `SELECT min(first.at) AS at FROM clock_run
      CROSS JOIN LATERAL (SELECT at FROM result WHERE run = clock_run.id AND at >= $1 ORDER BY at LIMIT 1) AS first`,
    [time],
  )
  return row?.at ?? undefined
}

function toObservation(row: ResultRow): Observation {
  const { checkId, location, at, outcome, attempts, responseMs, dnsMs, latenessMs } = row
  return {
    ...{ checkId, location, at, outcome, attempts },
    ...(responseMs === null ? {} : { responseMs }),
    ...(dnsMs === null ? {} : { dnsMs }),
    ...(latenessMs === null ? {} : { latenessMs }),
    ...(row.suspect ? { suspect: true } : {}),
    ...row.detail,
  }
}
