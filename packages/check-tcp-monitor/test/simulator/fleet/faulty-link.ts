import { type AgentBatch, readBatch, writeBatch } from '../../../src/core/link/agent-batch.js'
import type { AgentRecord } from '../../../src/core/link/agent-directory.js'
import { type AgentLink, LinkError, type Receipt } from '../../../src/core/link/agent-link.js'
import type { HubDesk } from '../../../src/link/hub/hub-desk.js'
import { memoryLink } from '../../../src/link/memory/memory-link.js'
import type { Draws } from '../draws.js'
import type { ProcessClock } from './process-clock.js'

/** As the clients over HTTPS do: how long an answer may take, milliseconds. */
const ANSWER_MS = 30_000

/** As long as a hub may take to answer that it wants nothing, milliseconds. */
const WAIT_MS = 20_000

/** Longest that a slow or a repeated request is under way, milliseconds. */
export const LONGEST_TRANSIT = 20_000

/** A hub's process as the network sees it. */
export interface HubLife {
  readonly clock: ProcessClock
  readonly desk: HubDesk
}

interface FaultyLinkParts {
  /** Of the agent. */
  readonly clock: ProcessClock
  readonly draws: Draws
  readonly agent: AgentRecord
  /** Undefined while no process runs. */
  readonly hub: () => HubLife | undefined
  readonly has: (
    kind: 'link_cut' | 'link_mute' | 'link_deaf' | 'link_slow' | 'link_repeat',
  ) => boolean
}

/** The link of an agent over a network that delays, loses one way or both, repeats and reorders. What goes over it goes as JSON. */
export function faultyLink(parts: FaultyLinkParts): AgentLink {
  const { clock, draws, agent, hub, has } = parts

  function transitMs(): number {
    return has('link_slow') ? draws.between(1_000, LONGEST_TRANSIT) : draws.between(5, 100)
  }

  async function send(batch: AgentBatch, signal: AbortSignal): Promise<Receipt> {
    const text = JSON.stringify(writeBatch(batch))
    const take = async ({ desk }: HubLife) => {
      const read = readBatch(JSON.parse(text))
      if (!read) throw new RangeError('an agent sent what no hub reads')
      return memoryLink(desk, agent).send(read, signal)
    }
    if (has('link_repeat') && !isLostThere()) deliverAgain(take)
    return asked(take)
  }

  /** A request and its answer, each with its own way. */
  function asked<T>(what: (life: HubLife) => Promise<T>, withinMs = ANSWER_MS): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const unreachable = () => reject(new LinkError('LINK_UNREACHABLE', 'the hub does not answer'))
      clock.setTimer(withinMs, unreachable)
      if (isLostThere()) return
      const life = hub()
      if (!life) {
        unreachable()
        return
      }
      life.clock.setTimer(transitMs(), () => {
        if (isLostThere()) return
        const answered = (settle: () => void) => {
          if (life.clock.isAlive() && !isLostBack()) clock.setTimer(transitMs(), settle)
        }
        what(life).then(
          (value) => answered(() => resolve(value)),
          (error: unknown) => answered(() => reject(error)),
        )
      })
    })
  }

  /** Something on the way sends it once more, when it pleases. */
  function deliverAgain(take: (life: HubLife) => Promise<unknown>): void {
    const life = hub()
    life?.clock.setTimer(draws.between(10, LONGEST_TRANSIT), () => {
      take(life).catch(() => {})
    })
  }

  const isLostThere = () => has('link_cut') || has('link_mute')
  const isLostBack = () => has('link_cut') || has('link_deaf')

  return {
    send,
    config: (signal) => asked(({ desk }) => memoryLink(desk, agent).config(signal)),
    instructions: (config, signal, received) =>
      asked(
        ({ desk }) => memoryLink(desk, agent).instructions(config, signal, received),
        WAIT_MS + ANSWER_MS,
      ),
    answer: (id, answer, signal) =>
      asked(({ desk }) => memoryLink(desk, agent).answer(id, answer, signal)),
    async close() {},
  }
}
