import { Resolver as CAresResolver } from 'node:dns/promises'
import type { Clock } from '../core/clock.js'
import type { Family } from '../core/target/ip-address.js'
import { askServer } from './ask-server.js'
import type { ResolvConf } from './resolv-conf.js'
import type { FamilyAnswer } from './resolver.js'
import type { ServerHealth } from './server-health.js'

/** A server that has not answered by then is no longer waited for alone: the next one is asked too. */
const PATIENCE_MS = 1_000

/** Where resolv.conf says nothing: asked again after 2 s, three times in all, so that one lost packet costs 2 s. */
const DEFAULT_TIMEOUT_SECONDS = 2
const DEFAULT_ATTEMPTS = 3

interface DnsQueryOptions {
  readonly clock: Clock
  readonly health: ServerHealth
  readonly conf: ResolvConf
  /** Name servers instead of the system's. */
  readonly servers: readonly string[] | undefined
}

/** One conversation with the name servers. Its questions end with `cancel`, so that none outlives its check. */
export class DnsQuery {
  readonly #options: DnsQueryOptions
  readonly #servers: readonly string[]
  readonly #resolvers = new Map<string, CAresResolver>()
  readonly #silent = new Map<Family, Set<string>>()
  #cancelled = false

  constructor(options: DnsQueryOptions) {
    this.#options = options
    this.#servers = options.servers ?? new CAresResolver().getServers()
  }

  /** Asks the servers one after the other, the next one as soon as one fails or is slow; the first word counts. */
  async ask(name: string, family: Family): Promise<FamilyAnswer> {
    const { clock, health } = this.#options
    const asked: Promise<FamilyAnswer>[] = []
    const silent = new Set<string>()
    this.#silent.set(family, silent)
    for (const server of health.inOrder(this.#servers)) {
      if (this.#cancelled) break
      const answer = askServer(this.#resolverOf(server), name, family).then((said) =>
        said.kind === 'failed' ? { ...said, servers: [server] } : said,
      )
      asked.push(answer)
      silent.add(server)
      void answer.then((said) => {
        if (!isSilence(said)) silent.delete(server)
        if (isWord(said)) health.answered(server)
      })
      const word = await Promise.race([firstWord(asked), patience(clock, answer)])
      if (word === 'impatient') health.silent(server)
      else if (word) return word
    }
    return (await firstWord(asked)) ?? (await worst(asked))
  }

  /** The servers that were asked last and have not said a word. */
  silentServers(family: Family): readonly string[] {
    return [...(this.#silent.get(family) ?? [])]
  }

  cancel(): void {
    this.#cancelled = true
    for (const resolver of this.#resolvers.values()) resolver.cancel()
  }

  #resolverOf(server: string): CAresResolver {
    const known = this.#resolvers.get(server)
    if (known) return known
    const { timeout = DEFAULT_TIMEOUT_SECONDS, attempts = DEFAULT_ATTEMPTS } = this.#options.conf
    const resolver = new CAresResolver({ timeout: timeout * 1_000, tries: attempts })
    resolver.setServers([server])
    this.#resolvers.set(server, resolver)
    return resolver
  }
}

/** Does the answer say something of the name, so that no other server need be asked? */
function isWord(answer: FamilyAnswer): boolean {
  return answer.kind === 'addresses' || answer.kind === 'none'
}

function isSilence(answer: FamilyAnswer): boolean {
  return answer.kind === 'failed' && answer.cause === 'name_server_silent'
}

/** The first word of any server, or nothing when all have failed. */
function firstWord(asked: readonly Promise<FamilyAnswer>[]): Promise<FamilyAnswer | undefined> {
  return new Promise((resolve) => {
    let left = asked.length
    if (left === 0) resolve(undefined)
    for (const answer of asked) {
      void answer.then((said) => {
        if (isWord(said)) resolve(said)
        else if (--left === 0) resolve(undefined)
      })
    }
  })
}

/** Says when `answer` has been awaited long enough; takes its timer back when the answer comes first. */
function patience(clock: Clock, answer: Promise<FamilyAnswer>): Promise<'impatient'> {
  return new Promise((resolve) => {
    const cancel = clock.setTimer(PATIENCE_MS, () => resolve('impatient'))
    void answer.then(cancel)
  })
}

/** What to report when every server failed: our own failure before theirs. */
async function worst(asked: readonly Promise<FamilyAnswer>[]): Promise<FamilyAnswer> {
  const answers = await Promise.all(asked)
  const local = answers.find(({ kind }) => kind === 'local')
  if (local) return local
  const [first] = answers
  if (first?.kind !== 'failed') {
    return first ?? { kind: 'failed', code: 'ECANCELLED', cause: 'name_server_silent' }
  }
  const servers = answers.flatMap((answer) =>
    answer.kind === 'failed' && answer.cause === first.cause ? (answer.servers ?? []) : [],
  )
  return { ...first, servers }
}
