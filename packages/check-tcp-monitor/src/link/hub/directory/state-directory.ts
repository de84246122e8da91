import type { SpoolGap } from '../../../core/link/agent-batch.js'
import type { AgentDirectory, AgentRecord, Enrolment } from '../../../core/link/agent-directory.js'
import type { SpoolCursor } from '../../../core/link/spool-cursor.js'
import { joinGaps } from '../../../core/link/spool-gap.js'
import type { Commits, StoredState } from '../../../core/store/commits.js'
import type { StateKey } from '../../../core/store/state-key.js'
import type { BatchStore, NewInBatch } from '../hub-desk.js'

/**
 * Spools of one agent that are known. It has another one after each disk that was lost or restored; who has a stolen key could make them
 * up without end.
 */
const MAX_SPOOLS = 64

/** How far a spool is stored, and what of it never will be. */
interface StoredCursor extends SpoolCursor {
  readonly lost?: SpoolGap
}

/**
 * What a hub that is alone keeps of its agents: in memory, and among the states of its store, each change on disk before it
 * counts. Results are committed together with how far their agent has come.
 */
export class StateDirectory implements AgentDirectory, BatchStore {
  readonly #commits: Commits
  readonly #agents = new Map<string, AgentRecord>()
  readonly #invitations = new Map<string, Enrolment>()
  /** By the agent and the epoch of its spool. */
  readonly #cursors = new Map<string, StoredCursor & { readonly location: string }>()

  /** @param states what the store remembers; those of others are left alone */
  constructor(commits: Commits, states: readonly StoredState[]) {
    this.#commits = commits
    for (const { kind, id, location, state } of states) {
      // They were written by this class, and by nobody else.
      if (kind === 'agent') this.#agents.set(id, state as AgentRecord)
      if (kind === 'invitation') this.#invitations.set(location, state as Enrolment)
      if (kind === 'spool_cursor') this.#cursors.set(id, { location, ...(state as StoredCursor) })
    }
  }

  async agents() {
    return [...this.#agents.values()]
  }

  async agent(id: string) {
    return this.#agents.get(id)
  }

  async invite(enrolment: Enrolment) {
    const { location } = enrolment
    await this.#commit({ ...invitationKey(location), state: enrolment })
    this.#invitations.set(location, enrolment)
  }

  async enrol(secretHash: string, agent: Pick<AgentRecord, 'id' | 'publicKey'>, now: number) {
    const open = [...this.#invitations.values()].find((each) => each.secretHash === secretHash)
    if (!open) return undefined
    const { location, until } = open
    // Whoever comes second finds none, even while the first is being written.
    this.#invitations.delete(location)
    if (until <= now) return undefined
    const enrolled = { ...agent, location, enrolledAt: now }
    const before = this.#activeAt(location)
    const revoked = before && { ...before, revokedAt: now }
    try {
      await this.#commit(
        { ...invitationKey(location), state: undefined },
        { ...agentKey(enrolled), state: enrolled },
        ...(revoked ? [{ ...agentKey(revoked), state: revoked }] : []),
      )
    } catch (error) {
      this.#invitations.set(location, open)
      throw error
    }
    this.#agents.set(agent.id, enrolled)
    if (revoked) this.#agents.set(revoked.id, revoked)
    return enrolled
  }

  async revoke(location: string, now: number) {
    const invited = this.#invitations.get(location)
    const agent = this.#activeAt(location)
    const revoked = agent && { ...agent, revokedAt: now }
    if (!invited && !revoked) return undefined
    await this.#commit(
      { ...invitationKey(location), state: undefined },
      ...(revoked ? [{ ...agentKey(revoked), state: revoked }] : []),
    )
    this.#invitations.delete(location)
    if (!revoked) return 'invitation' as const
    this.#agents.set(revoked.id, revoked)
    return revoked
  }

  async remove(location: string) {
    const agents = [...this.#agents.values()].filter((each) => each.location === location)
    if (agents.length === 0 && !this.#invitations.has(location)) return false
    const cursors = [...this.#cursors].flatMap(([id, each]) =>
      each.location === location ? [id] : [],
    )
    await this.#commit(
      { ...invitationKey(location), state: undefined },
      ...agents.map((each) => ({ ...agentKey(each), state: undefined })),
      ...cursors.map((id) => ({ ...cursorKey(id, location), state: undefined })),
    )
    this.#invitations.delete(location)
    for (const { id } of agents) this.#agents.delete(id)
    for (const id of cursors) this.#cursors.delete(id)
    return true
  }

  async cursorOf(agentId: string, epoch: string): Promise<SpoolCursor | undefined> {
    return this.#cursors.get(cursorId(agentId, epoch))
  }

  async store(agentId: string, { observations, cursor, gap }: NewInBatch) {
    const agent = this.#agents.get(agentId)
    if (!agent) throw new RangeError(`there is no agent ${agentId}`)
    const { location } = agent
    const id = cursorId(agentId, cursor.epoch)
    const lost = joinGaps(this.#cursors.get(id)?.lost, gap)
    const { epoch, next } = cursor
    const stored: StoredCursor = { epoch, next, ...(lost && { lost }) }
    const surplus = this.#cursors.has(id) ? [] : this.#surplusOf(agentId)
    const states = [
      { ...cursorKey(id, location), state: stored },
      ...surplus.map((each) => ({ ...cursorKey(each, location), state: undefined })),
    ]
    await this.#commits.commit({ observations, states, isRelayed: true })
    for (const each of surplus) this.#cursors.delete(each)
    // The one that moved last is the last to be forgotten.
    this.#cursors.delete(id)
    this.#cursors.set(id, { ...stored, location })
  }

  /** What has to be forgotten so that the agent can have one cursor more. */
  #surplusOf(agentId: string): readonly string[] {
    const own = [...this.#cursors.keys()].filter((id) => id.startsWith(cursorId(agentId, '')))
    return own.slice(0, Math.max(0, own.length - MAX_SPOOLS + 1))
  }

  /** What the agents of a location lost before they could send it, since the first of them that is known. */
  lostAt(location: string): SpoolGap | undefined {
    const own = [...this.#cursors.values()].filter((each) => each.location === location)
    return own.map(({ lost }) => lost).reduce(joinGaps, undefined)
  }

  #activeAt(location: string): AgentRecord | undefined {
    const all = [...this.#agents.values()]
    return all.find((each) => each.location === location && each.revokedAt === undefined)
  }

  #commit(...states: readonly StoredState[]): Promise<void> {
    return this.#commits.commit({ observations: [], states })
  }
}

function agentKey({ id, location }: Pick<AgentRecord, 'id' | 'location'>): StateKey {
  return { kind: 'agent', id, location }
}

function cursorId(agentId: string, epoch: string): string {
  return `${agentId}/${epoch}`
}

function cursorKey(id: string, location: string): StateKey {
  return { kind: 'spool_cursor', id, location }
}

function invitationKey(location: string): StateKey {
  return { kind: 'invitation', id: '', location }
}
