import { resolve } from 'node:path'
import type { LoadedConfig } from '../../config/load-config.js'
import { loadMonitorConfig } from '../../config/load-config.js'
import { lookAtFiles } from '../../config/watch/watch-config.js'
import type { Clock } from '../../core/time/clock.js'
import { writeHeard } from '../../history/postgres/fleet/hub-tables.js'
import type { PostgresStore } from '../../history/postgres/postgres-store.js'
import { ConfigReloader } from '../config-reloader.js'
import type { DaemonOptions } from '../daemon-options.js'
import type { FleetJudge, SharedParts } from '../fleet/hub/hub-parts.js'
import { HubService } from '../fleet/hub/hub-service.js'
import { openMonitorChecker } from '../open-checker.js'
import { warnOfConfig } from '../warn-of-config.js'
import { HeardRelay } from './heard-relay.js'
import { LeftAlarm } from './left-alarm.js'

interface StandByOptions {
  readonly options: DaemonOptions
  readonly store: PostgresStore
  readonly shared: SharedParts
  readonly clock: Clock
}

/** Nothing is judged here. */
const NOBODY: FleetJudge = {
  noteStore() {},
  noteReport() {},
  noteResults() {},
  checkOf: () => undefined,
  agents: { begin() {}, expect() {}, forget() {}, hold() {} },
}

/** A hub that does not lead: takes what agents send, and passes on what they believe. */
export class StandBy {
  readonly #close: () => Promise<void>
  readonly #reloader: ConfigReloader
  /** Of its HTTP API, where there is one. */
  readonly url: string | undefined
  /** Where agents report. */
  readonly hubUrl: string | undefined

  private constructor(
    reloader: ConfigReloader,
    close: () => Promise<void>,
    urls: { readonly url: string | undefined; readonly hubUrl: string | undefined },
  ) {
    this.#reloader = reloader
    this.#close = close
    this.url = urls.url
    this.hubUrl = urls.hubUrl
  }

  /** @throws as `Daemon.start` does (as a rejection) */
  static async start({ options, store, shared, clock }: StandByOptions): Promise<StandBy> {
    const { path, environment, log } = options
    const opened: { close(): Promise<void> }[] = []
    const close = async () => {
      for (const each of opened.splice(0).reverse()) await each.close()
    }
    try {
      const before = await lookAtFiles([resolve(path)], clock)
      let config: LoadedConfig = await loadMonitorConfig(path, options)
      opened.push({ close: () => config.close() })
      warnOfConfig(config, log)
      const checker = await openMonitorChecker(options)
      opened.push(checker)
      const leftAlarm = new LeftAlarm({ config, environment, store, clock, log })
      opened.push(leftAlarm)
      const relay = new HeardRelay({
        clock,
        write: (location, report, votes) =>
          store.inTransaction((session) => writeHeard(session, location, report, votes)),
      })
      opened.push({ close: () => relay.stop() })
      const hub = await HubService.open(config, {
        ...{ store, clock, log, shared, monitor: NOBODY, audit: checker.machineRules.audit },
        votes: {
          note: (location, votes) => relay.noteVotes(location, votes),
          keep: (isKept) => relay.keep(isKept),
          forget: (location) => relay.forget(location),
          hold: () => {},
        },
        onReport: (location, report) => relay.noteReport(location, report),
      })
      if (hub) opened.push(hub)
      const take = (loaded: LoadedConfig) => {
        const former = config
        config = loaded
        hub?.take(loaded)
        former.close().catch(() => {})
      }
      const onProblem = (problem: string) => log.warn({ problem }, 'the config was not taken')
      const reloading = { path, environment, clock, log, take, onProblem }
      const reloader = new ConfigReloader(reloading, config, before)
      return new StandBy(reloader, close, { url: shared.http?.url, hubUrl: hub?.url })
    } catch (error) {
      await close()
      throw error
    }
  }

  reload(): Promise<string | undefined> {
    return this.#reloader.reload()
  }

  async stop(): Promise<void> {
    this.#reloader.refuse()
    await this.#reloader.settle()
    this.#reloader.close()
    await this.#close()
  }
}
