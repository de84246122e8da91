import type { Ask, AskAnswer, SentAsk } from '../../core/link/agent-ask.js'
import type { AgentLink } from '../../core/link/agent-link.js'

/** Asks worked on at once; more are refused. */
const MAX_AT_ONCE = 8

/** Ids of asks that are known again. */
const MAX_KNOWN = 100

interface AskServerOptions {
  readonly link: Pick<AgentLink, 'answer'>
  /** Does what is asked. @param signal aborts as the agent stops */
  readonly serve: (ask: Ask, signal: AbortSignal) => Promise<AskAnswer>
}

/** Does what the hub asks an agent for, each once, and answers. */
export class AskServer {
  readonly #options: AskServerOptions
  readonly #ending = new AbortController()
  readonly #underWay = new Set<Promise<void>>()
  readonly #known = new Set<string>()

  constructor(options: AskServerOptions) {
    this.#options = options
  }

  take(asks: readonly SentAsk[]): void {
    for (const { id, ask } of asks) {
      if (this.#known.has(id)) continue
      this.#known.add(id)
      this.#answer(id, ask)
    }
    for (const id of this.#known) {
      if (this.#known.size <= MAX_KNOWN) break
      this.#known.delete(id)
    }
  }

  /** Gives up what is under way. */
  async stop(): Promise<void> {
    this.#ending.abort()
    await Promise.all(this.#underWay)
  }

  #answer(id: string, ask: Ask | undefined): void {
    const answered = this.#answerOf(ask)
      .then((answer) => this.#options.link.answer(id, answer, this.#ending.signal))
      // The hub does not wait for it for ever.
      .catch(() => {})
      .finally(() => this.#underWay.delete(answered))
    this.#underWay.add(answered)
  }

  async #answerOf(ask: Ask | undefined): Promise<AskAnswer> {
    if (!ask) {
      const because = 'this version of check-tcp does not know what is asked'
      return { kind: 'refused', because }
    }
    if (this.#underWay.size >= MAX_AT_ONCE) {
      return { kind: 'refused', because: `${MAX_AT_ONCE} other requests are being served already` }
    }
    return this.#options.serve(ask, this.#ending.signal)
  }
}
