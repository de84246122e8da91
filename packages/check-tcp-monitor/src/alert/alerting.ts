import { isDeepStrictEqual } from 'node:util'
import type { Environment } from 'check-tcp/files'
import type { Channel, SendOutcome } from '../core/alert/channel.js'
import type { Notice } from '../core/alert/notice.js'
import type { Router } from '../core/alert/router.js'
import type { AlertingConfig } from '../core/config/alerting.js'
import type { Log } from '../core/log.js'
import type { Store } from '../core/store/store.js'
import type { Clock, Random } from '../core/time/clock.js'
import { createChannels } from './channels/create-channels.js'
import { startHeartbeat } from './heartbeat.js'
import type { IsEvidenceAwaited } from './outbox/add-evidence.js'
import { type ChannelHealth, ChannelsHealth } from './outbox/channel-health.js'
import { type DeliveryFigure, DeliveryFigures } from './outbox/delivery-figures.js'
import { Dispatcher } from './outbox/dispatcher.js'
import { rerouteAllOrphans, rerouteOrphansOf } from './outbox/reroute-orphans.js'
import { type AlarmMemory, StoreAlarm } from './store-alarm.js'
import { sendTestAlert, type TestAlertOutcome } from './test-alert.js'

interface AlertingOptions {
  readonly store: Pick<Store, 'commit' | 'outbox' | 'queries'>
  readonly clock: Clock
  readonly random: Random
  readonly environment: Environment
  readonly location: string
  readonly log: Log
  /** For the alarm that the history cannot be written. */
  readonly memory: AlarmMemory
  /** A channel does not deliver, or delivers again. */
  readonly onHealth: (channel: string, error: string | undefined) => void
  /** Whether the first notice of an incident is to wait for a look at its target. @default none is */
  readonly isEvidenceAwaited?: IsEvidenceAwaited
  /** Whether the heartbeat may say that all is well. */
  readonly healthy: () => boolean
}

type AlertingRouter = Pick<Router, 'route'>

/** A channel of the config, for people who look at it. */
interface ChannelState extends ChannelHealth {
  readonly name: string
  readonly kind: string
  /** Notices that it is still to deliver. */
  readonly waiting: number
}

/** What sends over one set of channels. */
interface Sending {
  readonly channels: readonly Channel[]
  readonly dispatcher: Dispatcher
  readonly storeAlarm: StoreAlarm
}

/** Delivers over the channels that the config has now. */
export class Alerting {
  readonly #figures = new DeliveryFigures()
  readonly #health = new ChannelsHealth()
  readonly #tests = new Set<string>()
  readonly #options: AlertingOptions
  #config: AlertingConfig = { channels: [], routes: [], inhibitions: [] }
  #router: AlertingRouter | undefined
  #channels: readonly Channel[] = []
  #dispatcher: Dispatcher | undefined
  #stopHeartbeat = () => {}
  #storeAlarm: StoreAlarm | undefined
  #stopping: Promise<void> = Promise.resolve()
  /** Channels that have left the config since the start; what is announced meanwhile may still be for them. */
  readonly #gone = new Set<string>()
  #isRerouting = false
  #outboxFails = false

  constructor(options: AlertingOptions) {
    this.#options = options
  }

  /** Takes another config at once. @throws as `prepare` does */
  take(config: AlertingConfig, router: AlertingRouter): void {
    this.prepare(config, router)()
  }

  /**
   * Builds what another config needs, and changes nothing.
   *
   * @returns takes it. Sends under way over other channels than before are taken back and made again; where the channels
   *   have not changed, nothing is cut off
   * @throws {Error} of a channel that cannot be built
   */
  prepare(config: AlertingConfig, router: AlertingRouter): () => void {
    const before = this.#router ? this.#config : undefined
    const sending =
      before && isDeepStrictEqual(config.channels, before.channels) ? undefined : this.#open(config)
    return () => {
      this.#config = config
      this.#router = router
      if (sending) this.#exchange(sending, before)
      if (!before || !isDeepStrictEqual(config.heartbeat, before.heartbeat)) this.#beat()
    }
  }

  /** What every channel of the config has done, and what is left for it. */
  deliveries(): readonly (DeliveryFigure & { readonly pending: number })[] {
    return this.#config.channels.map(({ name }) => ({
      ...this.#figures.of(name),
      pending: this.#dispatcher?.pendingOf(name) ?? 0,
    }))
  }

  channels(): readonly ChannelState[] {
    return this.#config.channels.map(({ name, kind }) => {
      return {
        name,
        kind,
        waiting: this.#dispatcher?.pendingOf(name) ?? 0,
        ...this.#health.of(name),
      }
    })
  }

  /** Sends a test over a channel, past outbox and routes. @returns undefined where a test of it is under way */
  async test(name: string): Promise<TestAlertOutcome | undefined> {
    const channel = this.#channels.find((each) => each.name === name)
    if (!channel) throw new RangeError(`there is no channel ${name}`)
    if (this.#tests.has(name)) return undefined
    this.#tests.add(name)
    try {
      const { clock, random, location } = this.#options
      return await sendTestAlert({ channel, location, clock, random })
    } finally {
      this.#tests.delete(name)
    }
  }

  /** Whether the outbox can be read and written, as far as is known. */
  get serves(): boolean {
    return !this.#outboxFails
  }

  /** The history cannot be written, or can be again. */
  noteStore(problem: string | undefined): void {
    this.#storeAlarm?.note(problem)
  }

  wake(): void {
    this.#dispatcher?.wake()
    if (this.#gone.size > 0) void this.#rerouteGone()
  }

  async stop(): Promise<void> {
    this.#stopHeartbeat()
    this.#end()
    await this.#stopping
  }

  #open(config: AlertingConfig): Sending {
    const { store, clock, random, environment, location, log, onHealth } = this.#options
    const { isEvidenceAwaited: isAwaited = () => false } = this.#options
    const channels = createChannels(config, { wallMs: clock.wallMs, environment })
    const onTry = (channel: string, outcome: SendOutcome['kind'], notices = 1, error?: string) => {
      this.#figures.count(channel, outcome, notices)
      const problem = outcome === 'delivered' ? undefined : (error ?? 'it did not take a notice')
      this.#health.noteTry(channel, clock.wallMs(), problem)
      if (outcome === 'delivered') log.info({ channel, notices }, 'notices were delivered')
      else if (error !== undefined)
        log.warn({ channel, notices, error }, 'notices were not delivered')
    }
    const dispatcher = new Dispatcher({
      outbox: store.outbox,
      clock,
      random,
      channels,
      evidence: { isAwaited, queries: store.queries },
      onHealth: (channel, error) => {
        if (error !== undefined) {
          log.error({ channel, error }, 'a channel does not deliver')
          this.#health.noteBroken(channel)
        }
        onHealth(channel, error)
      },
      onTry,
      onStoreFailure: (error) => this.#noteOutbox(error),
    })
    const { memory } = this.#options
    const announceEnd = async (notice: Notice, notified: readonly string[]) => {
      const common = { group: notice.incident.id, notice, notBefore: notice.at }
      const outbox = notified.map((channel) => ({ channel, ...common }))
      await store.commit({ observations: [], outbox })
      this.wake()
    }
    const alarm = { clock, location, channels, memory, announceEnd, onTry }
    return { channels, dispatcher, storeAlarm: new StoreAlarm(alarm) }
  }

  #exchange(
    { channels, dispatcher, storeAlarm }: Sending,
    before: AlertingConfig | undefined,
  ): void {
    this.#end()
    this.#outboxFails = false
    this.#storeAlarm = storeAlarm
    this.#channels = channels
    for (const { name } of before?.channels ?? []) this.#gone.add(name)
    for (const { name } of this.#config.channels) this.#gone.delete(name)
    // One message at a time over each channel, over a change of the config too.
    this.#stopping = this.#stopping.then(async () => {
      await this.#reroute((present) => rerouteAllOrphans(present, this.#options))
      this.#dispatcher = dispatcher
      dispatcher.wake()
    })
  }

  #beat(): void {
    this.#stopHeartbeat()
    this.#stopHeartbeat = () => {}
    const { clock, log, healthy } = this.#options
    const { heartbeat } = this.#config
    if (!heartbeat) return
    const onPing = (error: string | undefined) => {
      if (error !== undefined) log.warn({ error }, 'the heartbeat cannot be delivered')
    }
    this.#stopHeartbeat = startHeartbeat({ ...heartbeat, clock, healthy, onPing })
  }

  #noteOutbox(error: unknown): void {
    const { log } = this.#options
    if (error !== undefined && !this.#outboxFails) {
      log.error({ error: String(error) }, 'the outbox cannot be read or written; notices wait')
    } else if (error === undefined) log.info({}, 'the outbox can be read and written again')
    this.#outboxFails = error !== undefined
  }

  async #rerouteGone(): Promise<void> {
    if (this.#isRerouting) return
    this.#isRerouting = true
    const rerouting = this.#stopping.then(() =>
      this.#reroute((present) => rerouteOrphansOf(this.#gone, present, this.#options)),
    )
    this.#stopping = rerouting
    await rerouting
    this.#isRerouting = false
    this.#dispatcher?.wake()
  }

  async #reroute(
    lost: (present: Parameters<typeof rerouteAllOrphans>[0]) => Promise<void>,
  ): Promise<void> {
    const { log } = this.#options
    if (!this.#router) return
    const channels = new Set(this.#config.channels.map(({ name }) => name))
    try {
      await lost({ channels, router: this.#router })
    } catch (error) {
      log.warn({ error: String(error) }, 'notices of channels removed from the config stay')
    }
  }

  #end(): void {
    this.#storeAlarm?.stop()
    this.#stopping = this.#stopping.then(async () => {
      const before = this.#dispatcher
      this.#dispatcher = undefined
      await before?.stop()
    })
  }
}
