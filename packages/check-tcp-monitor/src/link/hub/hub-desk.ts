import { randomBytes, randomUUID } from 'node:crypto'
import { type AskAnswer, writeAsk } from '../../core/link/agent-ask.js'
import type { AgentBatch, AgentReport, AgentVote, SpoolGap } from '../../core/link/agent-batch.js'
import type { SentConfig } from '../../core/link/agent-config.js'
import type { AgentDirectory, AgentRecord } from '../../core/link/agent-directory.js'
import { type Instructions, LinkError, type Receipt } from '../../core/link/agent-link.js'
import type { SpoolCursor } from '../../core/link/spool-cursor.js'
import { StoreError } from '../../core/store/store-error.js'
import type { Clock } from '../../core/time/clock.js'
import type { Observation } from '../../core/wire/observation.js'
import { isPublicKey } from '../identity/agent-key.js'
import { secretHashOf } from '../identity/secret-hash.js'
import type { SessionClaim } from '../identity/session-proof.js'
import { AgentSessions, type RandomToken } from './agent-sessions.js'
import { AskDesk } from './ask-desk.js'
import { takeBatch } from './batch-intake.js'
import type { InstructionBoard } from './instruction-board.js'
import type { VoteBoard } from './vote-board.js'

/** Where the results of agents are stored, together with how far each agent has come. */
export interface BatchStore {
  /** @returns undefined where nothing of this spool of the agent is stored */
  cursorOf(agentId: string, epoch: string): Promise<SpoolCursor | undefined>
  /** All of it, or nothing. @throws {StoreError} (as a rejection) */
  store(agentId: string, batch: NewInBatch): Promise<void>
}

/** What of a batch is not stored yet. */
export interface NewInBatch {
  readonly observations: readonly Observation[]
  /** How far the agent has come with it. */
  readonly cursor: SpoolCursor
  /** Where it stood when the batch was placed. */
  readonly before?: SpoolCursor
  /** What the agent lost before them. */
  readonly gap?: SpoolGap
}

/** What an agent said. */
interface Heard {
  readonly report: AgentReport
  /** Those that count. */
  readonly votes: readonly AgentVote[]
  /** What is new of its results, whether or not it can be stored. */
  readonly observations: readonly Observation[]
}

interface WaitForInstructions {
  readonly waitMs: number
  readonly signal: AbortSignal
  readonly received?: readonly string[]
}

/** As they go over the wire. */
type WrittenInstructions = Omit<Instructions, 'asks'> & {
  readonly asks?: readonly { readonly id: string }[]
}

interface HubDeskOptions {
  readonly clock: Clock
  readonly directory: AgentDirectory
  readonly store: BatchStore
  readonly votes: Pick<VoteBoard, 'note'>
  /** What is wanted of locations. */
  readonly instructions: InstructionBoard
  /** What the location is to do now; undefined where the config does not name it. */
  readonly configOf: (location: string) => SentConfig | undefined
  /** Is the check to be made from there? */
  readonly isAssigned: (checkId: string, location: string) => boolean
  /** An agent was heard; whether its results can be stored is another matter. */
  readonly onHeard: (agent: AgentRecord, heard: Heard) => void
  /** What is new of its results is stored. */
  readonly onStored: (agent: AgentRecord, observations: readonly Observation[]) => void
  readonly onGap: (agent: AgentRecord, gap: SpoolGap) => void
  readonly onEnrolled: (agent: AgentRecord) => void
  /** @default 256 bits of `node:crypto` */
  readonly randomToken?: RandomToken
}

/** The hub's side of every link: lets agents in, and takes what they send. */
export class HubDesk {
  readonly #options: HubDeskOptions
  /** What agents are asked for. */
  readonly asks: AskDesk
  readonly #sessions: AgentSessions
  readonly #boot = randomUUID()
  /** What is under way of each agent: its batches are taken one after the other. */
  readonly #underWay = new Map<string, Promise<unknown>>()

  constructor(options: HubDeskOptions) {
    this.#options = options
    const { clock, instructions, randomToken: random = randomToken } = options
    this.#sessions = new AgentSessions(clock, random)
    const onAsked = (location: string) => instructions.wake(location)
    this.asks = new AskDesk({ clock, randomId: random, onAsked })
  }

  /** A text for a claim, to be used once, within a minute. */
  nonce(): string {
    return this.#sessions.nonce()
  }

  /**
   * Lets a new agent in, once for each secret.
   *
   * @throws {LinkError} (as a rejection) LINK_REVOKED where the secret is worth nothing now, LINK_REFUSED for what is no key
   */
  async enrol(secret: string, publicKey: string): Promise<AgentRecord> {
    const { clock, directory, onEnrolled } = this.#options
    // Before the secret is used up.
    if (!isPublicKey(publicKey))
      throw new LinkError('LINK_REFUSED', 'this is not the key of an agent')
    const agent = { id: `a_${randomUUID()}`, publicKey }
    const enrolled = await directory.enrol(secretHashOf(secret), agent, clock.wallMs())
    if (!enrolled) {
      throw new LinkError(
        'LINK_REVOKED',
        'the hub does not know this join string: it was used, is older than an hour, or was not copied whole; `check-tcp monitor location add NAME` at the hub prints a new one',
      )
    }
    // Another agent of the location was revoked by that.
    for (const { id, location } of await directory.agents()) {
      if (location === enrolled.location && id !== enrolled.id) this.#sessions.end(id)
    }
    onEnrolled(enrolled)
    return enrolled
  }

  /** @returns the token of a new session @throws {LinkError} LINK_REVOKED where the claim is not proven */
  async openSession(claim: SessionClaim, signature: string): Promise<string> {
    const agent = await this.#options.directory.agent(claim.agentId)
    const token = this.#sessions.open(agent, claim, signature)
    if (token === undefined) throw revoked()
    return token
  }

  /** Whose session it is; undefined where it is nobody's, or over. */
  agentOf(token: string): AgentRecord | undefined {
    return this.#sessions.agentOf(token)
  }

  /** Lets nobody wait for instructions any more. */
  close(): void {
    this.#options.instructions.close()
    this.asks.close()
  }

  /** Ends the session of an agent at once. */
  endSession(agentId: string): void {
    this.#sessions.end(agentId)
  }

  /** @throws {LinkError} LINK_REFUSED where the config does not name the location */
  configOf({ location }: AgentRecord): SentConfig {
    const config = this.#options.configOf(location)
    if (config) return config
    throw new LinkError('LINK_REFUSED', `the config of the hub has no location ${location}`)
  }

  /**
   * What is wanted of an agent, as soon as there is something, or nothing after a while.
   *
   * @param known version of the config that it runs
   * @param received ids of what came the time before
   * @throws {LinkError} (as a rejection) LINK_REVOKED where its key was revoked, meanwhile too
   */
  async instructions(
    agent: AgentRecord,
    known: string,
    { waitMs, signal, received = [] }: WaitForInstructions,
  ): Promise<WrittenInstructions> {
    await this.#admit(agent)
    this.asks.noteReceived(agent, received)
    const isOther = () => this.#options.configOf(agent.location)?.version !== known
    const isNews = () => isOther() || this.asks.isAsked(agent)
    const { instructions } = this.#options
    const taking = { received, waitMs, signal, isNews }
    const wanted = await instructions.take(agent.location, taking)
    await this.#admit(agent)
    const asks = (signal.aborted ? [] : this.asks.take(agent)).map(({ id, ask }) =>
      writeAsk(id, ask),
    )
    return { ...wanted, ...(asks.length > 0 && { asks }), config: this.configOf(agent).version }
  }

  /** @throws {LinkError} (as a rejection) LINK_REVOKED where its key was revoked */
  async answer(agent: AgentRecord, id: string, answer: AskAnswer): Promise<void> {
    await this.#admit(agent)
    this.asks.answer(agent, id, answer)
  }

  /** Since the session was looked at, its agent may have been revoked. @throws {LinkError} (as a rejection) LINK_REVOKED */
  async #admit({ id }: AgentRecord): Promise<void> {
    const known = await this.#options.directory.agent(id)
    if (!known || known.revokedAt !== undefined) throw revoked()
  }

  /**
   * Notes the votes of a batch, and stores what is new of it. The votes count also where the results cannot be stored: it is not
   * the agent that fails then.
   *
   * @param read called when it is the batch's turn: one of an agent at a time, so that no key can have the hub unpack many
   * @throws {LinkError} LINK_REFUSED where it speaks of what is not the agent's
   * @throws {StoreError} (as a rejection) where it cannot be stored; none of its results is then taken
   */
  take(agent: AgentRecord, read: () => Promise<AgentBatch>): Promise<Receipt> {
    const before = this.#underWay.get(agent.id) ?? Promise.resolve()
    const taken = before.then(async () => this.#take(agent, await read()))
    const settled = taken.catch(() => {})
    this.#underWay.set(agent.id, settled)
    void settled.then(() => {
      if (this.#underWay.get(agent.id) === settled) this.#underWay.delete(agent.id)
    })
    return taken
  }

  async #take(agent: AgentRecord, batch: AgentBatch): Promise<Receipt> {
    const { clock, store, votes, isAssigned, onHeard, onStored, onGap } = this.#options
    const hear = (said: readonly AgentVote[], observations: readonly Observation[]) => {
      // A vote by another config may be about another target.
      const counted = batch.report.config === this.configOf(agent).version ? said : []
      votes.note(agent.location, counted, { clockAt: batch.report.clockAt })
      onHeard(agent, { report: batch.report, votes: counted, observations })
    }
    let cursor: SpoolCursor | undefined
    try {
      await this.#admit(agent)
      cursor = await store.cursorOf(agent.id, batch.epoch)
    } catch (error) {
      // Where the store is gone, its session says well enough who it is.
      const own = batch.votes.filter(({ checkId }) => isAssigned(checkId, agent.location))
      if (error instanceof StoreError) hear(own, [])
      throw error
    }
    const { version } = this.configOf(agent)
    const intake = takeBatch(agent, batch, { cursor, isAssigned, now: clock.wallMs() })
    switch (intake.kind) {
      case 'refused':
        throw new LinkError('LINK_REFUSED', intake.because)
      case 'expected':
        return { next: intake.next, config: version, boot: this.#boot }
      case 'taken': {
        const { observations, gap } = intake
        hear(intake.votes, observations)
        if (cursor?.next !== intake.cursor.next)
          await store.store(agent.id, {
            ...{ observations, cursor: intake.cursor },
            ...(cursor && { before: cursor }),
            ...(gap && { gap }),
          })
        if (gap) onGap(agent, gap)
        if (observations.length > 0) onStored(agent, observations)
        return { next: intake.cursor.next, config: version, boot: this.#boot }
      }
      default:
        return intake satisfies never
    }
  }
}

function revoked(): LinkError {
  return new LinkError('LINK_REVOKED', 'the hub does not know this agent, or its key was revoked')
}

function randomToken(): string {
  return randomBytes(32).toString('base64url')
}
