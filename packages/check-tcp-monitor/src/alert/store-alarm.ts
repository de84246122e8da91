import type { Channel, SendOutcome } from '../core/alert/channel.js'
import type { Notice } from '../core/alert/notice.js'
import type { Clock } from '../core/time/clock.js'
import type { Incident } from '../core/wire/incident.js'
import { sendInTime } from './outbox/send-in-time.js'

/** A store that is busy for a moment is nobody's business. */
const PATIENCE_MS = 30_000

/** Between two tries over a channel that did not take it. */
const RETRY_MS = 60_000

/** That the history could not be written, and who was notified of it. */
export interface OpenAlarm {
  readonly incident: Incident
  /** Names of the channels that took it. */
  readonly notified: readonly string[]
  /** Of those that may have: the send was taken back. */
  readonly maybeNotified: readonly string[]
}

/** Remembers it beside the history, for the process after this one and the config after this one. */
export interface AlarmMemory {
  read(): OpenAlarm | undefined
  write(alarm: OpenAlarm | undefined): void
}

interface StoreAlarmOptions {
  readonly clock: Clock
  readonly location: string
  readonly channels: readonly Channel[]
  readonly memory: AlarmMemory
  /**
   * Puts the end into the outbox, now that it can be written.
   *
   * @throws (as a rejection) where it cannot be written after all
   */
  readonly announceEnd: (notice: Notice, channels: readonly string[]) => Promise<void>
  readonly onTry?: (channel: string, outcome: SendOutcome['kind']) => void
}

/**
 * Tells over every channel that the history cannot be written, and that it can be again. Notices of targets wait for
 * their place on the disk, so without this nobody would hear of anything. The beginning does not go through the outbox,
 * for the same reason; the end does, also where another process announced the beginning.
 */
export class StoreAlarm {
  readonly #options: StoreAlarmOptions
  readonly #ending = new AbortController()
  #recalled = false
  #cancelNotifying: (() => void) | undefined
  #cancelEnding: (() => void) | undefined
  #incident: Incident | undefined
  readonly #notified = new Set<string>()
  readonly #maybeNotified = new Set<string>()
  /** Sends of the beginning that are under way. */
  #sending: Promise<unknown> = Promise.resolve()

  constructor(options: StoreAlarmOptions) {
    this.#options = options
  }

  /** @param problem why it cannot be written; undefined once it can be */
  note(problem: string | undefined): void {
    if (this.#ending.signal.aborted) return
    this.#recall()
    this.#stopEnding()
    if (problem === undefined) {
      this.#stopNotifying()
      if (this.#incident) void this.#over(this.#incident)
      return
    }
    this.#incident ??= this.#incidentOf(problem)
    this.#cancelNotifying ??= this.#options.clock.setTimer(PATIENCE_MS, () => this.#notify())
  }

  /** Takes what is under way back. */
  stop(): void {
    this.#stopNotifying()
    this.#stopEnding()
    this.#ending.abort()
  }

  #stopNotifying(): void {
    this.#cancelNotifying?.()
    this.#cancelNotifying = undefined
  }

  #stopEnding(): void {
    this.#cancelEnding?.()
    this.#cancelEnding = undefined
  }

  /** What the process before this one, or the config before this one, has announced. */
  #recall(): void {
    if (this.#recalled) return
    this.#recalled = true
    const open = this.#options.memory.read()
    if (open) this.#takeUp(open)
  }

  #takeUp({ incident, notified, maybeNotified = [] }: OpenAlarm): void {
    // Where it was seen is no part of what an older version kept.
    this.#incident = { ...incident, location: this.#options.location }
    for (const name of notified) this.#notified.add(name)
    for (const name of maybeNotified) this.#maybeNotified.add(name)
  }

  #open(incident: Incident): OpenAlarm {
    return { incident, notified: [...this.#notified], maybeNotified: [...this.#maybeNotified] }
  }

  #remember(): void {
    const isKnown = this.#notified.size + this.#maybeNotified.size > 0
    const open = this.#incident && isKnown ? this.#open(this.#incident) : undefined
    this.#options.memory.write(open)
  }

  #incidentOf(problem: string): Incident {
    const at = this.#options.clock.wallMs()
    return {
      id: `history-${Math.floor(at).toString(36)}`,
      subject: 'monitor',
      subjectId: 'history',
      location: this.#options.location,
      verdict: 'unknown',
      severity: 'critical',
      since: at,
      openedAt: at,
      error: `The history cannot be written, and notices wait for it: ${problem}`,
    }
  }

  async #over(incident: Incident): Promise<void> {
    const { clock, channels, announceEnd } = this.#options
    this.#incident = undefined
    // Who takes the beginning at this moment is to hear of the end too.
    await this.#sending
    const open = this.#open(incident)
    const heard = channels
      .map(({ name }) => name)
      .filter((name) => this.#notified.has(name) || this.#maybeNotified.has(name))
    this.#notified.clear()
    this.#maybeNotified.clear()
    const closed = { ...incident, closedAt: clock.wallMs(), closedBecause: 'up' }
    try {
      if (heard.length > 0) await announceEnd(this.#notice('resolved', closed), heard)
      this.#remember()
    } catch {
      // It goes on, as the one that it was.
      this.#takeUp(open)
      if (this.#ending.signal.aborted || this.#cancelNotifying) return
      this.#cancelEnding = clock.setTimer(RETRY_MS, () => this.note(undefined))
    }
  }

  /** Again and again to those who have not taken it, while that lasts. */
  #notify(): void {
    const incident = this.#incident
    if (!incident) return
    const { channels, clock } = this.#options
    const rest = channels.filter(({ name }) => !this.#notified.has(name))
    const sends = rest.map((channel) => this.#notifyOne(channel, incident))
    this.#sending = Promise.all([this.#sending, ...sends])
    this.#cancelNotifying = clock.setTimer(RETRY_MS, () => this.#notify())
  }

  async #notifyOne(channel: Channel, incident: Incident): Promise<void> {
    const { clock, memory, onTry } = this.#options
    const message = { key: `${incident.id}-opened`, notices: [this.#notice('opened', incident)] }
    const outcome = await sendInTime(channel, message, clock, this.#ending.signal)
    onTry?.(channel.name, outcome.kind)
    if (outcome.kind === 'delivered') this.#notified.add(channel.name)
    // What was taken back may have arrived all the same.
    else if (this.#ending.signal.aborted) this.#maybeNotified.add(channel.name)
    else return
    memory.write(this.#open(incident))
  }

  #notice(kind: 'opened' | 'resolved', incident: Incident): Notice {
    const { clock, location } = this.#options
    return {
      kind,
      at: clock.wallMs(),
      incident,
      location,
      tags: [],
      advice: 'Check the folder of the history and its disk: the reason says what is wrong',
    }
  }
}
