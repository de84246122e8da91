import type { Clock } from '../core/clock.js'
import type { Family } from '../core/ip-address.js'
import type { DnsQuery } from './dns-query.js'
import { codeOf } from './error-code.js'
import type { HostsFile } from './hosts-file.js'
import { systemKnowsMore } from './name-service-switch.js'
import { candidates, readResolvConf } from './resolv-conf.js'
import type { FamilyAnswer, Lookup } from './resolver.js'
import type { ServerHealth } from './server-health.js'

/** RFC 6761 section 6.4: names below `invalid` do not exist, and no name server is to be bothered with them. */
const NEVER_EXISTS = /(^|\.)invalid\.?$/

export interface NameSources {
  readonly clock: Clock
  readonly health: ServerHealth
  readonly hosts: HostsFile
  /** Path of resolv.conf. */
  readonly resolvConf: string
  /** Name servers instead of the system's, as `192.0.2.53` or `192.0.2.53:5353`. */
  readonly servers: readonly string[] | undefined
}

/**
 * One look-up of one name: the hosts file, then the name servers with the search domains, then whatever else the
 * system knows. Each family's answer is out as soon as it is known.
 */
export class NameLookup implements Lookup {
  readonly #sources: NameSources
  readonly #answers = new Map<Family, Answer>()
  #query: DnsQuery | undefined
  #cancelled = false

  constructor(name: string, families: readonly Family[], sources: NameSources) {
    this.#sources = sources
    for (const family of families) this.#answers.set(family, new Answer())
    // Every outcome is an answer; nothing is thrown past this point.
    void this.#run(name).catch((error) => this.#answerAll({ kind: 'local', code: codeOf(error) }))
  }

  answer(family: Family): Promise<FamilyAnswer> {
    const answer = this.#answers.get(family)
    return answer ? answer.promise : Promise.resolve({ kind: 'none', code: 'ENODATA' })
  }

  /** Does a family still wait for its answer? */
  get isUnderWay(): boolean {
    return [...this.#answers.values()].some(({ given }) => !given)
  }

  /** Resolves when every family has its answer. */
  async done(): Promise<void> {
    await Promise.all([...this.#answers.values()].map(({ promise }) => promise))
  }

  /** Ends the questions under way; their families are answered as failed. */
  cancel(): void {
    this.#cancelled = true
    this.#query?.cancel()
  }

  async #run(name: string): Promise<void> {
    const inHosts = this.#sources.hosts.find(name)
    if (inHosts) {
      for (const [family, answer] of this.#answers) {
        const addresses = inHosts.filter((address) => address.family === family)
        answer.give(
          addresses.length > 0
            ? { kind: 'addresses', addresses }
            : { kind: 'none', code: 'ENODATA' },
        )
      }
      return
    }
    if (NEVER_EXISTS.test(name)) return this.#answerAll({ kind: 'none', code: 'ENOTFOUND' })

    const nothing = await this.#askNameServers(name)
    const everyNone = [...nothing.values()].every(({ kind }) => kind === 'none')
    const nobodyKnows = nothing.size === this.#answers.size && everyNone
    if (nobodyKnows && !this.#cancelled && systemKnowsMore(name)) {
      const { askSystem } = await import('./ask-system.js')
      await this.#askEach((family) => askSystem(name, family))
    }
    for (const [family, answer] of nothing) this.#answers.get(family)?.give(answer)
  }

  /** Tries the candidates in turn until one has an address; returns what was said to the families left without. */
  async #askNameServers(name: string): Promise<Map<Family, FamilyAnswer>> {
    const conf = readResolvConf(this.#sources.resolvConf)
    // Loaded on demand: most checks of a command name this machine or an address, and start faster without.
    const { DnsQuery } = await import('./dns-query.js')
    const query = new DnsQuery({ ...this.#sources, conf })
    this.#query = query
    if (this.#cancelled) query.cancel()
    const worst = new Map<Family, FamilyAnswer>()
    for (const candidate of candidates(name, conf)) {
      const answers = await this.#askEach((family) => query.ask(candidate, family))
      for (const [family, answer] of answers) {
        // A server that failed for one candidate leaves the name in doubt, whatever the next one says.
        const before = worst.get(family)
        if (!before || before.kind === 'none') worst.set(family, answer)
      }
      const found = [...answers.values()].some(({ kind }) => kind === 'addresses')
      // The other family is not looked for in another domain: that would mix two hosts.
      if (found) return new Map([...answers].filter(([, { kind }]) => kind !== 'addresses'))
      if (this.#cancelled) break
    }
    return worst
  }

  /** Asks for every family at once; addresses are given out without waiting for the other family. */
  async #askEach(
    ask: (family: Family) => Promise<FamilyAnswer>,
  ): Promise<Map<Family, FamilyAnswer>> {
    const asked = [...this.#answers].map(async ([family, answer]) => {
      const said = await ask(family)
      if (said.kind === 'addresses') answer.give(said)
      return [family, said] as const
    })
    return new Map(await Promise.all(asked))
  }

  #answerAll(said: FamilyAnswer): void {
    for (const answer of this.#answers.values()) answer.give(said)
  }
}

/** A promise that is fulfilled once, from outside; later answers change nothing. */
class Answer {
  readonly promise: Promise<FamilyAnswer>
  given = false
  #resolve: (said: FamilyAnswer) => void = () => {}

  constructor() {
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  give(said: FamilyAnswer): void {
    this.given = true
    this.#resolve(said)
  }
}
