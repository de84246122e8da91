import { systemClock } from 'check-tcp'
import type { Environment } from 'check-tcp/files'
import { alarmFile } from '../../../alert/alarm-file.js'
import { Alerting } from '../../../alert/alerting.js'
import { createRouter } from '../../../alert/route/router.js'
import { routesToAll } from '../../../config/read/sections/read-alerting.js'
import type { Router } from '../../../core/alert/router.js'
import type { AloneSettings } from '../../../core/config/agent-settings.js'
import type { AlertingConfig } from '../../../core/config/alerting.js'
import type { Log } from '../../../core/log.js'
import type { Store } from '../../../core/store/store.js'

interface AloneAlertsOptions {
  readonly settings: AloneSettings
  readonly store: Store
  readonly location: string
  readonly directory: string
  readonly environment: Environment
  readonly log: Log
}

/** Delivers what an agent notifies of while it is alone, and later the ends of what it notified of. */
export class AloneAlerts {
  readonly #settings: AloneSettings
  readonly #alerting: Alerting

  constructor({ settings, store, location, directory, environment, log }: AloneAlertsOptions) {
    this.#settings = settings
    this.#alerting = new Alerting({
      ...{ store, location, environment, log },
      clock: systemClock,
      random: Math.random,
      memory: alarmFile(directory),
      // The log says so; there is nobody else to notify.
      onHealth: () => {},
      healthy: () => true,
    })
  }

  /** Goes on with what the process before this one left. @throws {Error} of a channel that cannot be built */
  start(): void {
    const config = aloneAlerting(this.#settings, false)
    this.#alerting.take(config, aloneRouter(config))
  }

  wake(): void {
    this.#alerting.wake()
  }

  stop(): Promise<void> {
    return this.#alerting.stop()
  }
}

/** The channels are there at all times, since whoever was notified is notified of the end; what is new goes there only while alone. */
export function aloneAlerting(
  settings: AloneSettings | undefined,
  isAlone: boolean,
): AlertingConfig {
  const { channels = [] } = settings ?? {}
  return { channels, routes: isAlone ? routesToAll(channels) : [], inhibitions: [] }
}

/** Of an agent's own incidents only outages of targets are told, marked as what this location alone sees. */
export function aloneRouter(config: AlertingConfig): Router {
  const router = createRouter(config)
  return {
    ...router,
    route(notice, lastNotifiedAt) {
      const { subject, verdict } = notice.incident
      const isOutage = subject === 'check' && (verdict === 'down' || notice.kind !== 'opened')
      if (!isOutage) return { entries: [], lastNotifiedAt }
      return router.route({ ...notice, alone: true }, lastNotifiedAt)
    },
  }
}
