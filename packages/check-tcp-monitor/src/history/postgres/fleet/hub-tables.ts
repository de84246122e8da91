import type { AgentReport, AgentVote } from '../../../core/link/agent-batch.js'
import type { StoredState } from '../../../core/store/commits.js'
import type { Session } from '../connect/database.js'

/** What a hub heard that does not lead. */
interface HeardElsewhere {
  readonly location: string
  readonly report: AgentReport
  /** With their age by now. */
  readonly votes: readonly AgentVote[]
  /** Changes when the location is heard again. */
  readonly heardAt: string
}

/** What is kept of agents, invitations and spools. */
export function agentStates(session: Session): Promise<readonly StoredState[]> {
  return session.rows<StoredState>(
    `SELECT kind, id, location, json AS state FROM state WHERE kind IN ('agent', 'invitation', 'spool_cursor')
      ORDER BY kind, id, location`,
  )
}

/** The PEM of all hubs: the first one's that has come. */
export async function sharedCertificate(session: Session, own: string): Promise<string> {
  await session.change('INSERT INTO hub_certificate VALUES (0, $1) ON CONFLICT (id) DO NOTHING', [
    own,
  ])
  const [row] = await session.rows<{ readonly pem: string }>('SELECT pem FROM hub_certificate')
  return row?.pem ?? own
}

export async function writeHeard(
  session: Session,
  location: string,
  report: AgentReport,
  votes: readonly AgentVote[],
): Promise<void> {
  await session.change(
    `INSERT INTO heard_report VALUES ($1, $2::json, clock_timestamp())
      ON CONFLICT (location) DO UPDATE SET report = excluded.report, heard_at = excluded.heard_at`,
    [location, JSON.stringify(report)],
  )
  if (votes.length === 0) return
  await session.change(
    `INSERT INTO heard_vote SELECT $1, check_id, vote::json, clock_timestamp()
      FROM unnest($2::text[], $3::text[]) AS t (check_id, vote)
      ON CONFLICT (location, check_id) DO UPDATE SET vote = excluded.vote, heard_at = excluded.heard_at`,
    [location, votes.map(({ checkId }) => checkId), votes.map((vote) => JSON.stringify(vote))],
  )
}

interface ReportRow extends Omit<HeardElsewhere, 'votes'> {}

interface VoteRow {
  readonly location: string
  readonly vote: AgentVote
  readonly ageMs: number
}

const AGE = `1000 * extract(epoch FROM clock_timestamp() - heard_at)::double precision AS "ageMs"`

/** How far back is read, milliseconds. */
interface HeardWithin {
  readonly reportsMs: number
  readonly votesMs: number
}

/** What was heard last at each location that was heard of late. */
export async function readHeard(
  session: Session,
  { reportsMs, votesMs }: HeardWithin,
): Promise<readonly HeardElsewhere[]> {
  const recent = `heard_at > clock_timestamp() - $1 * interval '1 millisecond'`
  const reports = await session.rows<ReportRow>(
    `SELECT location, report, heard_at::text AS "heardAt" FROM heard_report WHERE ${recent}`,
    [reportsMs],
  )
  if (reports.length === 0) return []
  const rows = await session.rows<VoteRow>(
    `SELECT location, vote, ${AGE} FROM heard_vote WHERE ${recent}`,
    [votesMs],
  )
  return reports.map((each) => ({
    ...each,
    votes: rows
      .filter(({ location }) => location === each.location)
      .map(({ vote, ageMs }) => ({ ...vote, ageMs: vote.ageMs + ageMs })),
  }))
}

/** Its number in the outbox; undefined where that is empty. */
export async function newestNotice(session: Session): Promise<number | undefined> {
  const [row] = await session.rows<{ readonly seq: number | null }>(
    'SELECT max(seq) AS seq FROM outbox',
  )
  return row?.seq ?? undefined
}
