import type { SentConfig } from '../../src/core/link/agent-config.js'
import type { AgentDirectory, AgentRecord, Enrolment } from '../../src/core/link/agent-directory.js'
import type { Spool, SpoolPage } from '../../src/core/link/spool.js'
import type { SpoolCursor } from '../../src/core/link/spool-cursor.js'
import { StoreError } from '../../src/core/store/store-error.js'
import type { Clock } from '../../src/core/time/clock.js'
import type { Observation } from '../../src/core/wire/observation.js'
import { type BatchStore, HubDesk, type NewInBatch } from '../../src/link/hub/hub-desk.js'
import { InstructionBoard } from '../../src/link/hub/instruction-board.js'
import { VoteBoard } from '../../src/link/hub/vote-board.js'
import { SAMPLE_EPOCH } from './sample-batch.js'

/** A directory of agents in memory. */
export class MemoryDirectory implements AgentDirectory {
  readonly #agents = new Map<string, AgentRecord>()
  readonly #invitations = new Map<string, Enrolment>()

  constructor(agent?: AgentRecord) {
    if (agent) this.#agents.set(agent.id, agent)
  }

  async agents() {
    return [...this.#agents.values()]
  }

  async agent(id: string) {
    return this.#agents.get(id)
  }

  async invite(enrolment: Enrolment) {
    this.#invitations.set(enrolment.location, enrolment)
  }

  async enrol(secretHash: string, agent: Pick<AgentRecord, 'id' | 'publicKey'>, now: number) {
    const open = [...this.#invitations.values()].find((each) => each.secretHash === secretHash)
    if (!open || open.until <= now) return undefined
    await this.revoke(open.location, now)
    this.#invitations.delete(open.location)
    const enrolled = { ...agent, location: open.location, enrolledAt: now }
    this.#agents.set(agent.id, enrolled)
    return enrolled
  }

  async remove(location: string) {
    const before = this.#agents.size + this.#invitations.size
    this.#invitations.delete(location)
    for (const agent of this.#agents.values()) {
      if (agent.location === location) this.#agents.delete(agent.id)
    }
    return this.#agents.size + this.#invitations.size < before
  }

  async revoke(location: string, now: number) {
    const invited = this.#invitations.delete(location)
    for (const agent of this.#agents.values()) {
      if (agent.location !== location || agent.revokedAt !== undefined) continue
      const revoked = { ...agent, revokedAt: now }
      this.#agents.set(agent.id, revoked)
      return revoked
    }
    return invited ? ('invitation' as const) : undefined
  }
}

/** A store of batches in memory, which can be out of order for a while. */
class MemoryBatches implements BatchStore {
  readonly stored: Observation[] = []
  isBroken = false
  /** Not even read. */
  isGone = false
  readonly #cursors = new Map<string, SpoolCursor>()

  async cursorOf(agentId: string, epoch: string) {
    if (this.isGone) throw new StoreError('STORE_UNREACHABLE', 'the database is gone')
    return this.#cursors.get(`${agentId}/${epoch}`)
  }

  async store(agentId: string, { observations, cursor }: NewInBatch) {
    if (this.isBroken) throw new StoreError('STORE_DISK_FULL', 'the disk is full')
    this.stored.push(...observations)
    this.#cursors.set(`${agentId}/${cursor.epoch}`, cursor)
  }
}

/** A spool in memory that keeps at most so many results. */
export class MemorySpool implements Spool {
  epoch: string
  readonly #capacity: number
  #first = 0
  #kept: Observation[] = []
  #received = 0

  constructor(capacity = Number.POSITIVE_INFINITY, epoch = SAMPLE_EPOCH) {
    this.#capacity = capacity
    this.epoch = epoch
  }

  async end() {
    return this.#first + this.#kept.length
  }

  get confirmed() {
    return Math.min(this.#received, this.#first + this.#kept.length)
  }

  async renew() {
    this.epoch = this.epoch.replace(/.$/, 'f')
  }

  get waiting() {
    return this.#first + this.#kept.length - Math.max(this.#received, this.#first)
  }

  add(...results: readonly Observation[]): void {
    this.#kept.push(...results)
    const dropped = this.#kept.splice(0, Math.max(0, this.#kept.length - this.#capacity))
    this.#first += dropped.length
  }

  async page(from: number, limit: number): Promise<SpoolPage> {
    const end = this.#first + this.#kept.length
    const first = Math.min(Math.max(from, this.#first), end)
    const results = this.#kept.slice(first - this.#first, first - this.#first + limit)
    const count = first - from
    return { first, results, ...(count > 0 && { gap: { count, from: 1, until: 2 } }) }
  }

  async received(next: number) {
    this.#received = Math.max(this.#received, next)
  }
}

/** A hub of one location `fra` with the check `web`, and what it heard. */
export function openTestDesk(clock: Clock, agent?: AgentRecord) {
  const directory = new MemoryDirectory(agent)
  const store = new MemoryBatches()
  const votes = new VoteBoard(clock)
  const instructions = new InstructionBoard(clock)
  const heard: string[] = []
  const config: { current: SentConfig } = { current: { version: 'c1', checks: [] } }
  const desk = new HubDesk({
    ...{ clock, directory, store, votes, instructions },
    configOf: (location) => (location === 'fra' ? config.current : undefined),
    isAssigned: (checkId, location) => checkId === 'web' && location === 'fra',
    onHeard: ({ location }, { votes: said }) =>
      heard.push(`${location} ${said.map(({ checkId }) => checkId).join(' ')}`),
    onStored: () => {},
    onGap: (agent, { count }) => heard.push(`${agent.location} lost ${count}`),
    onEnrolled: (agent) => heard.push(`${agent.location} joined`),
  })
  return { desk, directory, store, votes, instructions, heard, config }
}
