import { hostname } from 'node:os'
import { systemClock } from 'check-tcp'
import { loadMonitorConfig } from '../../config/load-config.js'
import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { Clock } from '../../core/time/clock.js'
import { leasedStore } from '../../history/leased-store.js'
import {
  agentStates,
  newestNotice,
  readHeard,
  sharedCertificate,
} from '../../history/postgres/fleet/hub-tables.js'
import { PostgresLeadership } from '../../history/postgres/lease/postgres-leadership.js'
import { PostgresStore } from '../../history/postgres/postgres-store.js'
import { makeHistoryDirectory } from '../../history/sqlite/writer/open-writer.js'
import { openStandBy } from '../../http/open-stand-by.js'
import { SharedDirectory } from '../../link/hub/directory/shared-directory.js'
import { Daemon } from '../daemon.js'
import type { DaemonOptions } from '../daemon-options.js'
import { sharedHubCertificate } from '../fleet/hub/hub-certificate.js'
import type { SharedParts } from '../fleet/hub/hub-parts.js'
import { LeaseKeeper } from '../fleet/hub/lease-keeper.js'
import { HeardFeed } from './heard-feed.js'
import { KnownLeader } from './known-leader.js'
import { StandBy } from './stand-by.js'

/** Until what failed is tried again, milliseconds. */
const RETRY_MS = 2_000

/** For so long another hub may lead where this one could not, milliseconds. */
const YIELD_MS = 30_000

/** What this hub is now. */
interface Role {
  /** Of its lease; undefined: it stands by. */
  readonly token: number | undefined
  readonly daemon?: Daemon
  readonly url: string | undefined
  readonly hubUrl: string | undefined
  reload(): Promise<string | undefined>
  stop(): Promise<void>
}

/**
 * One of the hubs that share a PostgreSQL (`hub.database`): it leads, as a daemon, or stands by until the one that leads is gone.
 *
 * @example
 * const log = { info() {}, warn: console.error, error: console.error }
 * const hub = await SharedHub.start({ path: 'hub.yaml', environment: process.env, log })
 * console.log(hub.daemon ? 'this hub leads' : 'this hub stands by')
 * await hub.stop()
 */
export class SharedHub {
  readonly #options: DaemonOptions
  readonly #clock: Clock = systemClock
  readonly #store: PostgresStore
  #shared: SharedParts
  readonly #keeper: LeaseKeeper
  readonly #leader: KnownLeader
  #role: Role | undefined
  #switching: Promise<void> = Promise.resolve()
  #cancelRetry: (() => void) | undefined
  /** Of the outbox, as it was seen last. */
  #newestNotice: number | undefined
  #isBegun = false
  #isStopped = false

  private constructor(options: DaemonOptions, store: PostgresStore, shared: SharedParts) {
    const { log } = options
    this.#options = options
    this.#store = store
    this.#shared = shared
    const name = `${hostname()}, process ${process.pid}`
    const leadership = new PostgresLeadership((work) => store.inTransaction(work), name)
    this.#leader = new KnownLeader(leadership, this.#clock)
    this.#keeper = new LeaseKeeper({
      leadership,
      clock: this.#clock,
      onTaken: () => this.#follow(),
      onLost: () => {
        void this.#warnOfLoss()
        this.#follow()
      },
      onProblem: (problem) => {
        if (problem === undefined) log.info({}, 'the lead can be claimed again')
        else log.warn({ problem }, 'the lead cannot be claimed now')
      },
    })
  }

  /**
   * @throws as `Daemon.start` does (as a rejection); {StoreError} `STORE_UNREACHABLE` where PostgreSQL is
   */
  static async start(options: DaemonOptions): Promise<SharedHub> {
    const config = await loadMonitorConfig(options.path, options)
    let store: PostgresStore | undefined
    let hub: SharedHub | undefined
    try {
      const url = config.hub?.database
      if (url === undefined) throw new RangeError('the config has no `hub.database`')
      makeHistoryDirectory(config.directory)
      store = await PostgresStore.open({ url })
      hub = new SharedHub(options, store, await sharedParts(config, store))
      await hub.#listen(config)
      await hub.#keeper.start()
      // Whoever leads is known by now, or nobody could be asked.
      await hub.#begin()
      return hub
    } catch (error) {
      if (hub) await hub.#shared.http?.close()
      await store?.close()
      throw error
    } finally {
      await config.close()
    }
  }

  /** As which it judges and notifies; undefined while it stands by. */
  get daemon(): Daemon | undefined {
    return this.#role?.daemon
  }

  /** Of the HTTP API, where there is one. */
  get url(): string | undefined {
    return this.#role?.url
  }

  /** Where agents report. */
  get hubUrl(): string | undefined {
    return this.#role?.hubUrl
  }

  async reload(): Promise<string | undefined> {
    await this.#switching
    return await this.#role?.reload()
  }

  /** Lets another hub lead at once. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelRetry?.()
    await this.#switching
    await this.#role?.stop()
    await this.#keeper.stop()
    await this.#shared.http?.close()
    await this.#store.close()
  }

  /** Its HTTP API stays open while it takes the lead or loses it. */
  async #listen({ http }: Pick<MonitorConfig, 'http'>): Promise<void> {
    if (!http) return
    const { host, port } = http
    const leader = () => this.#leader.name()
    const onUnreadable = (error: unknown) =>
      this.#options.log.info({ error }, 'a request could not be read')
    this.#shared = {
      ...this.#shared,
      http: await openStandBy({ host, port, leader, onUnreadable }),
    }
  }

  async #warnOfLoss(): Promise<void> {
    const leader = await this.#leader.name()
    this.#options.log.warn({ leader }, 'this hub has lost the lead: another one has it')
  }

  /** The first role. @throws what keeps it from being taken (as a rejection) */
  async #begin(): Promise<void> {
    let failure: { readonly error: unknown } | undefined
    this.#switching = this.#switching
      .then(() => this.#switch())
      .catch((error: unknown) => {
        failure = { error }
      })
    await this.#switching
    this.#isBegun = true
    if (!failure) return this.#follow()
    this.#isStopped = true
    await this.#keeper.stop()
    throw failure.error
  }

  /** Becomes what the lease says, one change after the other. */
  #follow(): void {
    if (!this.#isBegun || this.#isStopped) return
    this.#cancelRetry?.()
    this.#switching = this.#switching
      .then(() => this.#switch())
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        this.#options.log.error({ error: message }, 'this hub can neither lead nor stand by')
        if (this.#isStopped) return
        void this.#keeper.yield(YIELD_MS)
        this.#cancelRetry = this.#clock.setTimer(RETRY_MS, () => this.#follow())
      })
  }

  async #switch(): Promise<void> {
    const { token } = this.#keeper
    if (this.#isStopped || (this.#role && this.#role.token === token)) return
    const former = this.#role
    this.#role = undefined
    await former?.stop()
    const { log } = this.#options
    this.#role = token === undefined ? await this.#standBy() : await this.#lead(token)
    const { url: http = 'off', hubUrl: hub } = this.#role
    log.info({ http, hub }, token === undefined ? 'this hub stands by' : 'this hub leads')
  }

  /** What the other hubs heard; what they have to tell goes at once too. */
  #readOthers(daemon: Daemon, within: Parameters<typeof readHeard>[1]) {
    return this.#store.inTransaction(async (session) => {
      const newest = await newestNotice(session)
      if (newest !== this.#newestNotice) daemon.alerting.wake()
      this.#newestNotice = newest
      return await readHeard(session, within)
    })
  }

  async #standBy(): Promise<Role> {
    const options = this.#options
    const [store, shared, clock] = [this.#store, this.#shared, this.#clock]
    const standBy = await StandBy.start({ options, store, shared, clock })
    return {
      token: undefined,
      url: standBy.url,
      hubUrl: standBy.hubUrl,
      reload: () => standBy.reload(),
      stop: () => standBy.stop(),
    }
  }

  async #lead(token: number): Promise<Role> {
    const store = this.#store
    const history = {
      store: leasedStore(store, token),
      died: new Promise<never>(() => {}),
      watch: () => async () => {},
      close: async () => {},
    }
    const shared = { ...this.#shared, history }
    const daemon = await Daemon.start({ ...this.#options, shared })
    const feed = new HeardFeed({
      clock: this.#clock,
      read: (within) => this.#readOthers(daemon, within),
      onHeard: (location, report, votes) => daemon.hub?.noteRelayed(location, report, votes),
      onDeaf: () => {
        daemon.hub?.noteDeaf()
        void daemon.monitor.probeStore()
      },
      onHearing: () => void daemon.monitor.probeStore(),
    })
    return {
      ...{ token, daemon, url: daemon.url, hubUrl: daemon.hub?.url },
      reload: () => daemon.reload(),
      stop: async () => {
        await feed.stop()
        await daemon.stop()
      },
    }
  }
}

async function sharedParts(
  { hub }: Pick<MonitorConfig, 'hub'>,
  store: PostgresStore,
): Promise<SharedParts> {
  const keep = (pem: string) => store.inTransaction((session) => sharedCertificate(session, pem))
  return {
    agents: new SharedDirectory(store, () => store.ask(agentStates)),
    certified: hub?.tls ?? (await sharedHubCertificate(keep, systemClock)),
  }
}
