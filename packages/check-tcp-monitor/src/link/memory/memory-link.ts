import { readAsk } from '../../core/link/agent-ask.js'
import { readAgentConfig } from '../../core/link/agent-config.js'
import type { AgentRecord } from '../../core/link/agent-directory.js'
import { type AgentLink, LinkError } from '../../core/link/agent-link.js'
import { StoreError } from '../../core/store/store-error.js'
import type { HubDesk } from '../hub/hub-desk.js'

/** As long as over HTTPS. */
const WAIT_MS = 20_000

/** The link of an agent in the hub's own process. */
export function memoryLink(desk: HubDesk, agent: AgentRecord): AgentLink {
  return {
    async send(batch, signal) {
      signal.throwIfAborted()
      try {
        return await desk.take(agent, async () => batch)
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        throw new LinkError('LINK_BUSY', error.message, { cause: error })
      }
    },
    async config(signal) {
      signal.throwIfAborted()
      const config = readAgentConfig(desk.configOf(agent))
      if (config) return config
      throw new RangeError('the hub of this process has a config that it cannot read itself')
    },
    async instructions(config, signal, received = []) {
      signal.throwIfAborted()
      const limits = { waitMs: WAIT_MS, signal, received }
      const { asks, ...wanted } = await desk.instructions(agent, config, limits)
      return { ...wanted, ...(asks && { asks: asks.map(readAsk) }) }
    },
    async answer(id, answer, signal) {
      signal.throwIfAborted()
      await desk.answer(agent, id, answer)
    },
    async close() {},
  }
}
