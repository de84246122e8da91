import type { Environment } from 'check-tcp/files'
import { alarmFile } from '../../alert/alarm-file.js'
import { createChannels } from '../../alert/channels/create-channels.js'
import { StoreAlarm } from '../../alert/store-alarm.js'
import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { Log } from '../../core/log.js'
import type { Commits } from '../../core/store/commits.js'
import type { Clock } from '../../core/time/clock.js'

interface LeftAlarmOptions {
  readonly config: MonitorConfig
  readonly environment: Environment
  readonly store: Commits
  readonly clock: Clock
  readonly log: Log
}

/**
 * What a hub that stands by still owes: that the history can be written again, where it was this one that notified of the opposite. The
 * notice goes into the outbox that hubs share, so that the one that leads sends it.
 */
export class LeftAlarm {
  readonly #alarm: StoreAlarm
  #announcing: Promise<unknown> = Promise.resolve()

  constructor({ config, environment, store, clock, log }: LeftAlarmOptions) {
    this.#alarm = new StoreAlarm({
      ...{ clock, location: config.location },
      channels: createChannels(config.alerting, { wallMs: clock.wallMs, environment }),
      memory: alarmFile(config.directory),
      announceEnd: async (notice, notified) => {
        const common = { group: notice.incident.id, notice, notBefore: notice.at }
        const outbox = notified.map((channel) => ({ channel, ...common }))
        const announced = store.commit({ observations: [], outbox })
        this.#announcing = announced.catch(() => {})
        await announced
        log.info({ channels: notified }, 'the history can be written again, which is notified')
      },
    })
    this.#alarm.note(undefined)
  }

  /** What is under way is remembered before. */
  async close(): Promise<void> {
    this.#alarm.stop()
    await this.#announcing
  }
}
