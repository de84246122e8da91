import { systemClock } from 'check-tcp'
import * as v from 'valibot'
import {
  instructionsSchema,
  nonceSchema,
  receiptSchema,
  sessionSchema,
} from '../../core/link/agent-api.js'
import { type AskAnswer, readAsk, writeAnswer } from '../../core/link/agent-ask.js'
import { type AgentBatch, writeBatch } from '../../core/link/agent-batch.js'
import { readAgentConfig } from '../../core/link/agent-config.js'
import {
  type AgentLink,
  type Instructions,
  LinkError,
  type Receipt,
} from '../../core/link/agent-link.js'
import { type AgentKey, signAs } from '../identity/agent-key.js'
import { sessionText } from '../identity/session-proof.js'
import type { ClientCertificate } from './client-certificate.js'
import { type Answered, type Asked, type HubAddress, HubClient, problemOf } from './hub-client.js'
import { HubPolls } from './hub-polls.js'
import { AGENT_PATHS } from './paths.js'

/** Seconds that a request for instructions may stay open: less than what proxies and firewalls take for dead. */
const WAIT = 20

interface HttpsLinkOptions {
  /** In the order in which they are tried; one that does not answer makes way for the next. */
  readonly hubs: readonly HubAddress[]
  readonly agentId: string
  readonly key: AgentKey
  /** For hubs that want one. */
  readonly certificate?: ClientCertificate | undefined
}

/** The link of an agent that dials out to its hubs over HTTPS. */
export class HttpsLink implements AgentLink {
  readonly #options: HttpsLinkOptions
  #clients: readonly HubClient[]
  #current = 0
  /** The token for each hub, or that it is being asked for: callers at once share a session, since a new one ends the one before. */
  readonly #sessions = new Map<HubClient, Promise<string>>()
  readonly #polls = new HubPolls<HubClient>({
    clock: systemClock,
    poll: (client, received, signal) => this.#poll(client, received, signal),
  })
  /** Version of the config that the agent runs, as far as it has said. */
  #config = ''

  constructor(options: HttpsLinkOptions) {
    this.#options = options
    this.#clients = options.hubs.map((hub) => this.#open(hub))
  }

  #open(hub: HubAddress): HubClient {
    return new HubClient(hub, this.#options.certificate)
  }

  /** In the order in which they are tried. */
  get hubs(): readonly HubAddress[] {
    return this.#clients.map(({ address }) => address)
  }

  /** Goes on with these hubs, and with the one that is asked now, wherever that is. */
  take(hubs: readonly HubAddress[]): void {
    const current = this.#client()
    const known = new Map(this.#clients.map((client) => [placeOf(client.address), client]))
    const wanted = new Map(hubs.map((hub) => [placeOf(hub), hub]))
    const taken = [...wanted].map(([place, hub]) => known.get(place) ?? this.#open(hub))
    this.#clients = taken.includes(current) ? taken : [...taken, current]
    this.#current = this.#clients.indexOf(current)
    for (const client of known.values()) {
      if (this.#clients.includes(client)) continue
      this.#sessions.delete(client)
      client.close()
    }
  }

  async send(batch: AgentBatch, signal: AbortSignal): Promise<Receipt> {
    const body = writeBatch(batch)
    return this.#asked({ method: 'POST', path: AGENT_PATHS.batch, body }, receiptSchema, signal)
  }

  async config(signal: AbortSignal) {
    const answer = await this.#answer({ method: 'GET', path: AGENT_PATHS.config }, signal)
    const config = readAgentConfig(answer.json)
    if (config) return config
    throw new LinkError(
      'LINK_REFUSED',
      'the hub sent a config that this version does not understand',
    )
  }

  /** Of whichever hub wants something: that is the one that leads, wherever the agent reports. */
  async instructions(
    config: string,
    signal: AbortSignal,
    received: readonly string[] = [],
  ): Promise<Instructions> {
    this.#config = config
    if (this.#clients.length === 1) return this.#poll(this.#client(), received, signal)
    const hubs = { all: () => this.#clients, current: () => this.#client(), config }
    return this.#polls.next(hubs, signal)
  }

  async answer(id: string, answer: AskAnswer, signal: AbortSignal): Promise<void> {
    const path = `${AGENT_PATHS.answer}/${encodeURIComponent(id)}`
    const asked = { method: 'POST', path, body: writeAnswer(answer) } as const
    await this.#answer(asked, signal, this.#polls.askedBy(id))
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close()
  }

  async #poll(
    client: HubClient,
    received: readonly string[],
    signal: AbortSignal,
  ): Promise<Instructions> {
    const said = { wait: `${WAIT}`, config: this.#config, received: received.join(',') }
    const path = `${AGENT_PATHS.stream}?${new URLSearchParams(said)}`
    const question = { method: 'GET', path, waitMs: WAIT * 1_000 } as const
    const { asks, ...wanted } = await this.#asked(question, instructionsSchema, signal, client)
    return { ...wanted, ...(asks && { asks: asks.map(readAsk) }) }
  }

  async #asked<S extends v.GenericSchema>(
    asked: Asked,
    schema: S,
    signal: AbortSignal,
    client?: HubClient,
  ): Promise<v.InferOutput<S>> {
    return understood(await this.#answer(asked, signal, client), schema)
  }

  /** In a session; one that is over is opened again, once. */
  async #answer(
    asked: Asked,
    signal: AbortSignal,
    client: HubClient = this.#client(),
  ): Promise<Answered> {
    let session: Promise<string> | undefined
    try {
      for (let isFirst = this.#sessions.has(client); ; isFirst = false) {
        session = this.#sessions.get(client) ?? this.#openSession(client, signal)
        this.#sessions.set(client, session)
        const answer = await client.ask(
          { ...asked, token: await this.#tokenOf(client, session) },
          signal,
        )
        if (answer.status === 200) return answer
        if (answer.status !== 401 || !isFirst) throw problemOf(client.address, answer)
        this.#forget(client, session)
      }
    } catch (error) {
      // A request that waits may be cut for that alone: it says nothing of the hub.
      if (asked.waitMs === undefined) this.#leave(client, session)
      throw error
    }
  }

  /** Another hub may do better; with one alone it is tried again. */
  #leave(client: HubClient, session: Promise<string> | undefined): void {
    this.#forget(client, session)
    if (client === this.#client()) this.#current = (this.#current + 1) % this.#clients.length
  }

  async #tokenOf(client: HubClient, session: Promise<string>): Promise<string> {
    try {
      return await session
    } catch (error) {
      this.#forget(client, session)
      throw error
    }
  }

  #forget(client: HubClient, session: Promise<string> | undefined): void {
    if (this.#sessions.get(client) === session) this.#sessions.delete(client)
  }

  async #openSession(client: HubClient, signal: AbortSignal): Promise<string> {
    const { agentId, key } = this.#options
    const given = await client.ask({ method: 'POST', path: AGENT_PATHS.nonce, body: {} }, signal)
    if (given.status !== 200) throw problemOf(client.address, given)
    const { nonce } = understood(given, nonceSchema)
    const claim = { agentId, nonce, hub: identityOf(client.address) }
    const body = { ...claim, signature: signAs(key, sessionText(claim)) }
    const opened = await client.ask({ method: 'POST', path: AGENT_PATHS.session, body }, signal)
    if (opened.status !== 200) throw problemOf(client.address, opened)
    return understood(opened, sessionSchema).token
  }

  #client(): HubClient {
    const client = this.#clients[this.#current]
    if (!client) throw new RangeError('an agent needs the address of a hub')
    return client
  }
}

function placeOf({ host, port }: HubAddress): string {
  return `${host}:${port}`
}

/** As which the agent knows the hub: a hub does not accept what was signed for another. */
function identityOf({ host, port, pin }: HubAddress): string {
  return pin ?? `${host}:${port}`
}

/** Something that stands before the hub, such as a proxy, may answer too. */
function understood<S extends v.GenericSchema>({ json }: Answered, schema: S): v.InferOutput<S> {
  const read = v.safeParse(schema, json)
  if (read.success) return read.output
  throw new LinkError('LINK_UNREACHABLE', 'what answers is not a hub of check-tcp')
}
