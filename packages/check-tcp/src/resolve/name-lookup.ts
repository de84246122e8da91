import type { Clock } from '../core/clock.js'
import type { Family } from '../core/target/ip-address.js'
import type { DnsQuery } from './dns-query.js'
import { codeOf } from './error-code.js'
import type { HostsFile } from './hosts-file.js'
import { readNameServiceSwitch } from './name-service-switch.js'
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
  /** Path of nsswitch.conf; `undefined` where name servers were given, which are then asked whatever it says. */
  readonly nsswitchConf: string | undefined
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

  silentServers(family: Family): readonly string[] {
    return this.#query?.silentServers(family) ?? []
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
    const { nsswitchConf, servers } = this.#sources
    const told = readNameServiceSwitch(name, nsswitchConf)
    const { files, dns } =
      nsswitchConf === undefined && servers ? ({ files: 'first', dns: true } as const) : told
    // RFC 6761 section 6.3: no name server is to be bothered with `localhost`.
    const isFirst = files === 'first' || /^(.+\.)?localhost\.?$/.test(name)
    if (isFirst && this.#answerFromHosts(name)) return
    if (NEVER_EXISTS.test(name)) return this.#answerAll({ kind: 'none', code: 'ENOTFOUND' })

    const nothing = dns ? await this.#askNameServers(name) : this.#leftOut()
    const everyNone = [...nothing.values()].every(({ kind }) => kind === 'none')
    const nobodyKnows = nothing.size === this.#answers.size && everyNone
    if (nobodyKnows && files === 'last' && this.#answerFromHosts(name)) return
    if (nobodyKnows && !this.#cancelled && told.more) {
      const { askSystem } = await import('./ask-system.js')
      await this.#askEach((family) => askSystem(name, family))
    }
    for (const [family, answer] of nothing) this.#answers.get(family)?.give(answer)
  }

  /** False where the hosts file does not have the name. */
  #answerFromHosts(name: string): boolean {
    const inHosts = this.#sources.hosts.find(name)
    if (!inHosts) return false
    for (const [family, answer] of this.#answers) {
      const addresses = inHosts.filter((address) => address.family === family)
      answer.give(
        addresses.length > 0 ? { kind: 'addresses', addresses } : { kind: 'none', code: 'ENODATA' },
      )
    }
    return true
  }

  /** The system would not ask the name servers either. */
  #leftOut(): Map<Family, FamilyAnswer> {
    const cause = 'nsswitch_leaves_out_dns'
    const none: FamilyAnswer = { kind: 'none', code: 'ENOTFOUND', cause }
    return new Map([...this.#answers.keys()].map((family) => [family, none]))
  }

  /** With `options no-aaaa` name servers are asked for IPv4 alone; a check of IPv6 alone is told why. */
  #noAaaa(): FamilyAnswer {
    const isOnlyOne = this.#answers.size === 1
    return { kind: 'none', code: 'ENODATA', ...(isOnlyOne ? { cause: 'no_aaaa_is_set' } : {}) }
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
      const answers = await this.#askEach(async (family) => {
        if (family === 6 && conf.noAaaa) return this.#noAaaa()
        const said = await query.ask(candidate, family)
        const isCompleted = said.kind === 'addresses' && candidate !== name
        return isCompleted ? { ...said, fullName: candidate } : said
      })
      for (const [family, answer] of answers) {
        worst.set(family, moreSignificant(worst.get(family), answer))
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

/**
 * What two candidates of a name say together: a server that failed for one leaves the name in doubt, and one that exists
 * without such an address exists, whatever is said of the next.
 */
function moreSignificant(before: FamilyAnswer | undefined, next: FamilyAnswer): FamilyAnswer {
  if (!before) return next
  if (before.kind !== 'none') return before
  return next.kind === 'none' && before.code === 'ENODATA' ? before : next
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
