import type { AgentDirectory, AgentRecord, Enrolment } from '../../../core/link/agent-directory.js'
import type { SpoolCursor } from '../../../core/link/spool-cursor.js'
import type { BatchOrigin, Commits, StoredState } from '../../../core/store/commits.js'
import type { BatchStore, NewInBatch } from '../hub-desk.js'
import { StateDirectory } from './state-directory.js'

/**
 * What several hubs keep of their agents in one store: as a hub that is alone does, but nothing of it in memory, and each batch only where
 * its spool stands as it did when it was placed.
 */
export class SharedDirectory implements AgentDirectory, BatchStore {
  readonly #commits: Commits
  readonly #read: () => Promise<readonly StoredState[]>

  /** @param read the states of agents, as they are now */
  constructor(commits: Commits, read: () => Promise<readonly StoredState[]>) {
    this.#commits = commits
    this.#read = read
  }

  async agents() {
    return (await this.#now()).agents()
  }

  async agent(id: string) {
    return (await this.#now()).agent(id)
  }

  async invite(enrolment: Enrolment) {
    await (await this.#now()).invite(enrolment)
  }

  async enrol(secretHash: string, agent: Pick<AgentRecord, 'id' | 'publicKey'>, now: number) {
    const origin = { source: `invitation/${secretHash}`, cursor: 1 }
    await (await this.#now(origin)).enrol(secretHash, agent, now)
    // Of two at once the first alone was let in.
    return this.agent(agent.id)
  }

  async revoke(location: string, now: number) {
    return (await this.#now()).revoke(location, now)
  }

  async remove(location: string) {
    return (await this.#now()).remove(location)
  }

  async cursorOf(agentId: string, epoch: string): Promise<SpoolCursor | undefined> {
    return (await this.#now()).cursorOf(agentId, epoch)
  }

  async store(agentId: string, batch: NewInBatch) {
    const { epoch, next } = batch.cursor
    const after = batch.before?.next ?? 0
    const origin = { source: `${agentId}/${epoch}`, cursor: next, after }
    await (await this.#now(origin)).store(agentId, batch)
  }

  async lostAt(location: string) {
    return (await this.#now()).lostAt(location)
  }

  /** @param origin of what is committed by it */
  async #now(origin?: BatchOrigin): Promise<StateDirectory> {
    const commits: Commits = {
      commit: (batch) => this.#commits.commit({ ...batch, ...(origin && { origin }) }),
    }
    return new StateDirectory(commits, await this.#read())
  }
}
