import { createHash } from 'node:crypto'
import type { MonitoredCheck } from '../../core/config/check.js'
import { agentCheck, type HubPlace, type SentConfig } from '../../core/link/agent-config.js'

/** Which checks each location makes, by one config of the hub. */
export class Assignments {
  readonly #byLocation = new Map<string, SentConfig>()
  readonly #ids = new Map<string, ReadonlySet<string>>()

  /** @param hubs where agents find all hubs; none: where they joined */
  constructor(
    locations: readonly string[],
    checks: readonly MonitoredCheck[],
    hubs: readonly HubPlace[] = [],
  ) {
    const sent = checks.map((check) => ({
      from: check.fleet?.from ?? [],
      check: agentCheck(check),
    }))
    for (const location of locations) {
      const own = sent.filter(({ from }) => from.includes(location)).map(({ check }) => check)
      const said = { checks: own, ...(hubs.length > 0 && { hubs }) }
      const hashed = hubs.length > 0 ? said : own
      const version = createHash('sha256').update(JSON.stringify(hashed)).digest('base64url')
      this.#byLocation.set(location, { version, ...said })
      this.#ids.set(location, new Set(own.map(({ id }) => id)))
    }
  }

  /** @returns undefined where the config does not name the location */
  configOf(location: string): SentConfig | undefined {
    return this.#byLocation.get(location)
  }

  isAssigned(checkId: string, location: string): boolean {
    return this.#ids.get(location)?.has(checkId) ?? false
  }
}
