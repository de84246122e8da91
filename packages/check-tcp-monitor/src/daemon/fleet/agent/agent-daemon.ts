import { type Checker, createChecker, systemClock } from 'check-tcp'
import { type Environment, packageVersion } from 'check-tcp/files'
import { LearnedBaselines } from '../../../baseline/learned-baselines.js'
import type { AgentSettings } from '../../../core/config/agent-settings.js'
import type { AgentConfig } from '../../../core/link/agent-config.js'
import type { Log } from '../../../core/log.js'
import { ThreadedStore } from '../../../history/sqlite/threads/threaded-store.js'
import { StoredSpool } from '../../../link/agent/stored-spool.js'
import { HttpsLink } from '../../../link/https/https-link.js'
import type { AgentKey } from '../../../link/identity/agent-key.js'
import { explainHere } from '../../../monitor/evidence/explain-here.js'
import type { Monitor } from '../../../monitor/monitor.js'
import type { MonitorChecker } from '../../open-checker.js'
import { Purger } from '../../purger.js'
import { Agent } from './agent.js'
import { AGENT_RETENTION } from './agent-config.js'
import type { AgentFolder, AgentIdentity } from './agent-folder.js'
import { AloneAlerts } from './alone-alerts.js'
import { ownCanaries } from './own-canaries.js'

interface AgentDaemonOptions {
  readonly folder: AgentFolder
  readonly identity: AgentIdentity
  readonly key: AgentKey
  /** Its own policy is the limit: no hub can widen it. It is closed with the agent. */
  readonly checker: MonitorChecker
  /** What its machine says, whatever the hub wants. */
  readonly settings: AgentSettings
  readonly environment: Environment
  readonly log: Log
}

/** An agent as it runs: its history, its link, and what looks after them. */
export class AgentDaemon {
  readonly #options: AgentDaemonOptions
  readonly #store: ThreadedStore
  readonly #agent: Agent
  readonly #baselines: LearnedBaselines
  readonly #purger: Purger
  readonly #adHoc: Checker | undefined

  private constructor(
    options: AgentDaemonOptions,
    store: ThreadedStore,
    spool: StoredSpool,
    config: AgentConfig,
  ) {
    const { identity, key, checker, folder, log, settings, environment } = options
    const { location, hubs, agent: agentId } = identity
    const clock = systemClock
    this.#options = options
    this.#store = store
    this.#baselines = new LearnedBaselines({
      ...{ store, clock, location },
      checks: () => this.#agent.config.checks.flatMap(({ baseline, id }) => (baseline ? [id] : [])),
      targetSince: (id) => this.monitor.targetSinceOf(id),
    })
    const { path: directory } = folder
    const adHoc = settings.adHoc ? openAdHocChecker(checker) : undefined
    this.#adHoc = adHoc
    const link = new HttpsLink({ hubs, agentId, key, certificate: settings.tls })
    const { alone } = settings
    this.#agent = new Agent({
      ...{ location, clock, store, spool, config, log, directory },
      canaries: ownCanaries(settings.canaries),
      ...(adHoc && { adHoc }),
      ...(alone && {
        alone,
        alerts: new AloneAlerts({ settings: alone, store, location, directory, environment, log }),
      }),
      random: Math.random,
      checker: checker.checker,
      explain: async (check, isOwn, signal) => {
        const by = isOwn ? checker.checker : adHoc
        // It is asked for other targets only where its machine allows them.
        if (!by) throw new RangeError('no other targets may be looked at from here')
        return await explainHere(check, {
          ...{ checker: by, clock, location, environment },
          ...{ task: { name: check.id }, signal },
        })
      },
      link,
      onHubs: (places) => {
        // All of them have the key that the agent joined by.
        const { pin } = hubs[0] ?? {}
        link.take(places.map((place) => ({ ...place, ...(pin !== undefined && { pin }) })))
        folder.keepIdentity({ ...identity, hubs: link.hubs }).catch((error: unknown) => {
          log.error({ error: String(error) }, 'the addresses of the hubs cannot be kept')
        })
      },
      baselines: this.#baselines,
      keepConfig: (next) => folder.keepConfig(next),
      version: packageVersion(import.meta.dirname),
    })
    this.#purger = new Purger({
      ...{ store, clock },
      retention: () => AGENT_RETENTION,
      onError: (error) => log.error({ error: String(error) }, 'the history cannot be purged'),
    })
  }

  /**
   * @throws {StoreError} (as a rejection) where its history cannot be opened; nothing is left open then
   */
  static async start(options: AgentDaemonOptions): Promise<AgentDaemon> {
    const { folder, settings } = options
    const config = (await folder.config()) ?? { version: '', checks: [] }
    const opening = ThreadedStore.open({ directory: folder.path, spool: settings.spool })
    const store = await opening.catch(async (error) => {
      await options.checker.close()
      throw error
    })
    let daemon: AgentDaemon | undefined
    try {
      const spool = await StoredSpool.open({
        ...{ commits: store, reads: store.spool, clock: systemClock },
        isPrivate: (checkId) => (daemon ? daemon.#agent.isPrivate(checkId) : false),
      })
      daemon = new AgentDaemon(options, store, spool, config)
      await daemon.#agent.start()
      daemon.#baselines.start()
      return daemon
    } catch (error) {
      if (daemon) await daemon.stop()
      else await Promise.all([store.close(), options.checker.close()])
      throw error
    }
  }

  get monitor(): Monitor {
    return this.#agent.monitor
  }

  /** No hub answers for so long that it notifies by itself; false where its settings do not say so. */
  get isAlone(): boolean {
    return this.#agent.isAlone
  }

  /** Resolves, with why, when its store serves no more: the process is then to be ended, and started again. */
  get died(): Promise<Error> {
    return this.#store.died
  }

  /** Ends the checks under way; what the hub has not received is sent after the next start. */
  async stop(): Promise<void> {
    this.#purger.stop()
    this.#baselines.stop()
    await this.#agent.stop()
    await this.#adHoc?.close()
    await this.#options.checker.close()
    await this.#store.close()
  }
}

/** By the rules of the machine too, but its owner has not said why many targets may be checked: a scan is refused. */
function openAdHocChecker({ machineRules: { policy, audit, ledger } }: MonitorChecker): Checker {
  return createChecker({ audit, ledger, ...(policy && { policy }) })
}
