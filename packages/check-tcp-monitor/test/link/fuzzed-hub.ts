import type { Batch } from '../../src/core/store/commits.js'
import { createHubApp } from '../../src/http/hub/hub-app.js'
import { AGENT_PATHS } from '../../src/link/https/paths.js'
import { StateDirectory } from '../../src/link/hub/directory/state-directory.js'
import { HubDesk } from '../../src/link/hub/hub-desk.js'
import { InstructionBoard } from '../../src/link/hub/instruction-board.js'
import { VoteBoard } from '../../src/link/hub/vote-board.js'
import { makeAgentKey, signAs } from '../../src/link/identity/agent-key.js'
import { secretHashOf } from '../../src/link/identity/secret-hash.js'
import { sessionText } from '../../src/link/identity/session-proof.js'
import { VirtualClock } from '../support/virtual-clock.js'
import type { Sent } from './fuzzed-batches.js'

/** Which location makes which checks. */
const ASSIGNED: Readonly<Record<string, readonly string[]>> = { fra: ['web', 'api'], nyc: ['db'] }

/** What a hub may answer to whatever is sent to it. */
const ANSWERS = new Set([200, 400, 401, 403, 413, 415, 422])

const HUB = 'hub.test:9117'

/** A hub of two agents that watches what it is made to do by what is sent to it. */
export class FuzzedHub {
  readonly #app
  readonly #clock = new VirtualClock()
  readonly #votes = new VoteBoard(this.#clock)
  readonly #tokens = new Map<string, string>()
  readonly #next = new Map<string, number>()
  /** Whose batch is being taken. */
  #sender = ''
  #problems: string[] = []
  #failure: unknown
  stored = 0
  answers = new Map<number, number>()

  static async open(): Promise<FuzzedHub> {
    const hub = new FuzzedHub()
    for (const location of Object.keys(ASSIGNED)) await hub.#join(location)
    return hub
  }

  readonly #directory = new StateDirectory({ commit: async (batch) => this.#note(batch) }, [])

  readonly #desk = new HubDesk({
    ...{ clock: this.#clock, directory: this.#directory, store: this.#directory },
    ...{ votes: this.#votes, instructions: new InstructionBoard(this.#clock) },
    configOf: (location) => (ASSIGNED[location] ? { version: 'c1', checks: [] } : undefined),
    isAssigned: (checkId, location) => ASSIGNED[location]?.includes(checkId) ?? false,
    onHeard: ({ location }) => this.#expect(location === this.#sender, `heard ${location}`),
    onStored: () => {},
    onGap: () => {},
    onEnrolled: () => {},
  })

  private constructor() {
    this.#app = createHubApp({
      desk: this.#desk,
      identities: new Set([HUB]),
      log: (_message, data) => {
        this.#failure = data
      },
    })
  }

  /** Sends it. @returns what the hub did that it may not do */
  async take({ sender, body, headers }: Sent): Promise<readonly string[]> {
    this.#sender = sender
    this.#problems = []
    this.#failure = undefined
    const token = this.#tokens.get(sender)
    const answer = await this.#post(AGENT_PATHS.batch, body, {
      ...headers,
      Authorization: `Bearer ${token ?? 'x'}`,
    })
    const { status } = answer
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1)
    this.#expect(ANSWERS.has(status), `answered ${status}: ${JSON.stringify(this.#failure)}`)
    this.#expect(token !== undefined || status === 401, `answered ${status} to nobody`)
    for (const [location, other] of [
      ['fra', 'db'],
      ['nyc', 'web'],
    ] as const) {
      const [vote] = this.#votes.heard(other, 1e9, [location])
      this.#expect(vote?.vote === undefined, `counts a vote of ${location} on ${other}`)
    }
    this.#expect(({} as { polluted?: unknown }).polluted === undefined, 'has another Object')
    return this.#problems
  }

  /** All that reaches the store. */
  #note({ observations, states = [] }: Batch): void {
    const own = ASSIGNED[this.#sender]
    if (!own) return
    for (const { location, checkId } of observations) {
      this.#expect(location === this.#sender, `stores a result of ${location}`)
      this.#expect(own.includes(checkId), `stores a result of ${checkId}`)
    }
    for (const { kind, id, location, state } of states) {
      const isOwn = kind === 'spool_cursor' && location === this.#sender
      this.#expect(isOwn, `writes ${kind} of ${location}`)
      if (state === undefined) {
        this.#next.delete(id)
        continue
      }
      const { next } = state as { readonly next: number }
      this.#expect(next >= (this.#next.get(id) ?? 0), `takes a cursor back to ${next}`)
      this.#next.set(id, next)
    }
    this.stored += observations.length
  }

  #expect(isTrue: boolean, problem: string): void {
    if (!isTrue) this.#problems.push(problem)
  }

  async #join(location: string): Promise<void> {
    const key = makeAgentKey()
    const until = this.#clock.wallMs() + 1
    await this.#directory.invite({ location, secretHash: secretHashOf(location), until })
    const agent = await this.#json(AGENT_PATHS.enroll, {
      ...{ secret: location, public_key: key.publicKey },
    })
    const { nonce } = await this.#json(AGENT_PATHS.nonce, {})
    const claim = { agentId: String(agent.agent), nonce: String(nonce), hub: HUB }
    const signature = signAs(key, sessionText(claim))
    const { token } = await this.#json(AGENT_PATHS.session, { ...claim, signature })
    this.#tokens.set(location, String(token))
  }

  async #json(path: string, body: object): Promise<Record<string, unknown>> {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await this.#post(path, Buffer.from(JSON.stringify(body)), headers)
    return (await answer.json()) as Record<string, unknown>
  }

  async #post(path: string, body: Uint8Array, headers: Record<string, string>) {
    const request = { method: 'POST', body: new Uint8Array(body), headers }
    return this.#app.fetch(new Request(`https://${HUB}${path}`, request), {})
  }
}
