import type { Log } from '../../../core/log.js'
import type { Observation } from '../../../core/wire/observation.js'

/** Reasons; there may be one for each check. */
const MAX_SHOWN = 3

/** Says once for each config how many of its checks the policy here denies, as soon as each was made once. */
export class DenialWatch {
  readonly #log: Pick<Log, 'warn'>
  /** Checks that were not made yet. */
  readonly #waiting = new Set<string>()
  readonly #because = new Set<string>()
  #checks = 0
  #denied = 0

  constructor(log: Pick<Log, 'warn'>) {
    this.#log = log
  }

  /** @param checks of the hub, as they are made from now on */
  begin(checks: readonly { readonly id: string }[]): void {
    this.#waiting.clear()
    for (const { id } of checks) this.#waiting.add(id)
    this.#because.clear()
    this.#checks = this.#waiting.size
    this.#denied = 0
  }

  note({ checkId, failure, error }: Pick<Observation, 'checkId' | 'failure' | 'error'>): void {
    if (!this.#waiting.delete(checkId)) return
    if (failure === 'denied_by_policy') {
      this.#denied += 1
      if (error !== undefined) this.#because.add(error)
    }
    if (this.#waiting.size > 0 || this.#denied === 0) return
    const of = `${this.#denied} of ${this.#checks} ${this.#checks === 1 ? 'check' : 'checks'}`
    const are = this.#denied === 1 ? 'is' : 'are'
    const message = `${of} ${are} denied by the policy of this agent: to allow more, name a policy file by --policy`
    this.#log.warn({ because: [...this.#because].slice(0, MAX_SHOWN) }, message)
  }
}
