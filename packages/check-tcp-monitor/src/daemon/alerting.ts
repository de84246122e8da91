import type { Environment } from 'check-tcp/config-files'
import { createChannels } from '../alert/channels/create-channels.js'
import { startDeadMan } from '../alert/dead-man.js'
import { Dispatcher } from '../alert/dispatcher.js'
import { StoreAlarm } from '../alert/store-alarm.js'
import type { AlertingConfig } from '../core/alerting.js'
import type { SendOutcome } from '../core/channel.js'
import type { Clock, Random } from '../core/clock.js'
import type { Store } from '../core/store.js'
import { type DeliveryFigure, DeliveryFigures } from './delivery-figures.js'
import type { Log } from './log.js'

export interface AlertingOptions {
  readonly store: Pick<Store, 'outboxOf' | 'updateOutbox' | 'remembered'>
  readonly clock: Clock
  readonly random: Random
  readonly environment: Environment
  readonly location: string
  readonly log: Log
  /** A channel does not deliver, or delivers again. */
  readonly onHealth: (channel: string, error: string | undefined) => void
  /** Whether the dead man's switch may be told that all is well. */
  readonly healthy: () => boolean
}

/** Delivers over the channels that the config has now. */
export class Alerting {
  readonly #figures = new DeliveryFigures()
  #channels: readonly string[] = []
  readonly #options: AlertingOptions
  #dispatcher: Dispatcher | undefined
  #stopDeadMan = () => {}
  #storeAlarm: StoreAlarm | undefined
  #stopping: Promise<void> = Promise.resolve()

  constructor(options: AlertingOptions) {
    this.#options = options
  }

  /** Takes other channels; sends under way over the ones before are taken back, and made anew. */
  take(config: AlertingConfig): void {
    const { store, clock, random, environment, location, log, onHealth, healthy } = this.#options
    this.#end()
    this.#channels = config.channels.map(({ name }) => name)
    const channels = createChannels(config, { wallMs: clock.wallMs, environment })
    const onTry = (channel: string, outcome: SendOutcome['kind'], notices = 1) => {
      this.#figures.count(channel, outcome, notices)
      if (outcome === 'delivered') log.info({ channel, notices }, 'notices were delivered')
    }
    this.#storeAlarm = new StoreAlarm({ clock, location, channels, onTry })
    const dispatcher = new Dispatcher({
      store,
      clock,
      random,
      channels,
      onHealth: (channel, error) => {
        if (error !== undefined) log.error({ channel, error }, 'a channel does not deliver')
        onHealth(channel, error)
      },
      onTry,
    })
    // One message at a time over each channel, over a change of the config too.
    this.#stopping = this.#stopping.then(async () => {
      await this.#bury(config)
      this.#dispatcher = dispatcher
      dispatcher.wake()
    })
    if (config.deadMan) {
      this.#stopDeadMan = startDeadMan({
        ...config.deadMan,
        clock,
        healthy,
        onPing: (error) => {
          if (error !== undefined) log.warn({ error }, "the dead man's switch cannot be reached")
        },
      })
    }
  }

  /** What every channel of the config has done, and what is left for it. */
  deliveries(): readonly (DeliveryFigure & { readonly pending: number })[] {
    return this.#channels.map((channel) => ({
      ...this.#figures.of(channel),
      pending: this.#dispatcher?.pendingOf(channel) ?? 0,
    }))
  }

  /** The history cannot be written, or can be again. */
  noteStore(problem: string | undefined): void {
    this.#storeAlarm?.note(problem)
  }

  wake(): void {
    this.#dispatcher?.wake()
  }

  async stop(): Promise<void> {
    this.#end()
    await this.#stopping
  }

  /** What was to go over a channel that has left the config goes to the dead letters. */
  async #bury({ channels }: AlertingConfig): Promise<void> {
    const { store, clock, log } = this.#options
    const present = new Set(channels.map(({ name }) => name))
    try {
      const { outbox } = await store.remembered()
      const orphans = outbox.filter(({ channel }) => !present.has(channel))
      if (orphans.length === 0) return
      const seqs = orphans.map(({ seq }) => seq)
      const error = 'its channel has left the config'
      await store.updateOutbox({ kind: 'dead', seqs, at: clock.wallMs(), error })
      log.warn(
        { notices: seqs.length },
        'notices of channels that have left the config are given up',
      )
    } catch (error) {
      log.warn({ error: String(error) }, 'notices of channels that have left the config stay')
    }
  }

  #end(): void {
    this.#storeAlarm?.stop()
    this.#stopDeadMan()
    this.#stopDeadMan = () => {}
    this.#stopping = this.#stopping.then(async () => {
      const before = this.#dispatcher
      this.#dispatcher = undefined
      await before?.stop()
    })
  }
}
