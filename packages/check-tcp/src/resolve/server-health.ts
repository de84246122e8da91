import type { Clock } from '../core/clock.js'

/** How long a name server that did not answer is asked after the others. */
const SHUNNED_MS = 30_000

/** Remembers which name servers did not answer, so that a dead one delays one look-up and not every one. */
export class ServerHealth {
  readonly #clock: Clock
  readonly #shunnedUntilMs = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The servers in the order in which to ask them: those that did not answer lately last. */
  inOrder(servers: readonly string[]): readonly string[] {
    const nowMs = this.#clock.monotonicMs()
    const isShunned = (server: string) => (this.#shunnedUntilMs.get(server) ?? 0) > nowMs
    return [...servers.filter((server) => !isShunned(server)), ...servers.filter(isShunned)]
  }

  silent(server: string): void {
    this.#shunnedUntilMs.set(server, this.#clock.monotonicMs() + SHUNNED_MS)
  }

  answered(server: string): void {
    this.#shunnedUntilMs.delete(server)
  }
}
