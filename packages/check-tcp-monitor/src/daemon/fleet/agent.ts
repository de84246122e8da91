import type { Checker } from 'check-tcp'
import { createRouter } from '../../alert/route/router.js'
import type { AgentConfig } from '../../core/link/agent-config.js'
import type { AgentLink } from '../../core/link/agent-link.js'
import type { Log } from '../../core/log.js'
import type { Baselines } from '../../core/response-time/baseline.js'
import type { Store } from '../../core/store/store.js'
import type { Clock, Random } from '../../core/time/clock.js'
import { LiveVotes } from '../../link/agent/live-votes.js'
import { Shipper } from '../../link/agent/shipper.js'
import type { StoredSpool } from '../../link/agent/stored-spool.js'
import { Monitor } from '../../monitor/monitor.js'
import { agentMonitorConfig } from './agent-config.js'
import { readBelief } from './read-belief.js'

interface AgentOptions {
  readonly location: string
  /** Of its history. */
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
  readonly checker: Pick<Checker, 'check'>
  readonly store: Omit<Store, 'commit'>
  /** In the same store: what is committed through it waits for the hub too. */
  readonly spool: StoredSpool
  readonly link: AgentLink
  readonly baselines: Baselines
  /** What the hub gave last. */
  readonly config: AgentConfig
  /** Keeps what the hub gives for the next start. */
  readonly keepConfig: (config: AgentConfig) => Promise<void>
  /** Of check-tcp. */
  readonly version: string
  readonly log: Log
}

/** An agent of a hub: a monitor of the hub's checks, whose results and verdicts go to the hub. It opens and closes nothing of its parts but the link. */
export class Agent {
  readonly monitor: Monitor
  readonly #options: AgentOptions
  readonly #votes: LiveVotes
  readonly #shipper: Shipper
  #config: AgentConfig

  constructor(options: AgentOptions) {
    const { config, clock, random, checker, store, spool, baselines, link, log } = options
    const ownConfig = agentMonitorConfig(config, options)
    this.#options = options
    this.#config = config
    this.#votes = new LiveVotes(clock)
    this.monitor = new Monitor({
      ...{ config: ownConfig, clock, random, checker, baselines },
      router: createRouter(ownConfig.alerting),
      store: spooling(store, spool),
      log: (level, message, data = {}) => log[level](data, message),
    })
    this.monitor.events.subscribe((event) => {
      if (event.type === 'result') this.#noteBelief(event.data.checkId)
      if (event.type === 'verdict') this.#noteBelief(event.data.id)
    })
    this.#shipper = new Shipper({
      ...{ clock, random, link, spool, votes: this.#votes },
      report: () => this.#report(),
      onConfig: (next) => this.#take(next),
      onHub: () => this.#noteBeliefs(),
      onProblem: (problem) => this.#noteProblem(problem),
    })
  }

  /** The hub's checks as they are made now. */
  get config(): AgentConfig {
    return this.#config
  }

  async start(): Promise<void> {
    await this.monitor.start()
    this.#shipper.start()
  }

  /** Ends the checks under way; what the hub has not received is sent after the next start. */
  async stop(): Promise<void> {
    await this.monitor.stop()
    await this.#shipper.stop()
  }

  #noteBelief(id: string): void {
    const status = this.monitor.statusOf(id)
    if (status) this.#votes.note(readBelief(status))
    this.#shipper.wake()
  }

  /** All that is believed now, and since when: the newest result of a check may be an hour old. */
  #noteBeliefs(): void {
    const now = this.#options.clock.wallMs()
    for (const status of this.monitor.statuses()) {
      if (!status.newest) continue
      this.#votes.note(readBelief(status), Math.max(0, now - status.newest.at))
    }
    this.#shipper.wake()
  }

  #report() {
    const { isolated, overdue } = this.monitor.figures()
    return {
      clockAt: Math.floor(this.#options.clock.wallMs()),
      ...(isolated && { isolated: true as const }),
      overdue,
      config: this.#config.version,
      version: this.#options.version,
    }
  }

  #take(config: AgentConfig): void {
    const { log, keepConfig, version } = this.#options
    const own = agentMonitorConfig(config, this.#options)
    this.monitor.reload(own, createRouter(own.alerting))
    this.#config = config
    // What was not sent yet may be about another target, and the hub left out what was sent by the config before.
    this.#votes.clear()
    this.#noteBeliefs()
    log.info({ checks: config.checks.length }, 'the hub has given other checks')
    if (config.unknown) {
      const message =
        'checks ask for what this version does not know, and are not made here: update'
      log.warn({ checks: config.unknown, version }, message)
    }
    keepConfig(config).catch((error: unknown) => {
      log.error({ error: String(error) }, 'the config of the hub cannot be kept')
    })
  }

  #noteProblem(problem: Error | undefined): void {
    const { log } = this.#options
    if (problem) {
      log.warn({ error: problem.message }, 'the hub cannot be reported to; results are kept')
      return
    }
    log.info({}, 'the hub is reported to again')
  }
}

/** A store whose commits keep results for the hub too. */
function spooling(store: Omit<Store, 'commit'>, spool: StoredSpool): Store {
  const { outbox, queries, admin } = store
  return {
    ...{ outbox, queries, admin },
    commit: (batch) => spool.commit(batch),
    close: () => store.close(),
  }
}
