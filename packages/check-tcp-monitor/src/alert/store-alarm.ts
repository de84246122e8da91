import type { Channel, SendOutcome } from '../core/channel.js'
import type { Clock } from '../core/clock.js'
import type { Incident } from '../core/incident.js'
import type { Notice } from '../core/notice.js'
import { sendInTime } from './send-in-time.js'

/** A store that is busy for a moment is nobody's business. */
const PATIENCE_MS = 30_000

/** Between two tries over a channel that did not take it. */
const RETRY_MS = 60_000

/** That the history could not be written, and who was told. */
export interface OpenAlarm {
  readonly incident: Incident
  /** Names of the channels that took it, or may have. */
  readonly told: readonly string[]
}

/** Remembers it beside the history, for the process after this one and the config after this one. */
export interface AlarmMemory {
  read(): OpenAlarm | undefined
  write(alarm: OpenAlarm | undefined): void
}

export interface StoreAlarmOptions {
  readonly clock: Clock
  readonly location: string
  readonly channels: readonly Channel[]
  readonly memory: AlarmMemory
  /**
   * Puts the end into the outbox, now that it can be written.
   *
   * @throws (as a rejection) where it cannot be written after all
   */
  readonly tellEnd: (notice: Notice, channels: readonly string[]) => Promise<void>
  readonly onTry?: (channel: string, outcome: SendOutcome['kind']) => void
}

/**
 * Tells over every channel that the history cannot be written, and that it can be again. Notices of targets wait for
 * their place on the disk, so without this nobody would hear of anything. The beginning does not go through the outbox,
 * for the same reason; the end does, also where another process told of the beginning.
 */
export class StoreAlarm {
  readonly #options: StoreAlarmOptions
  readonly #ending = new AbortController()
  #recalled = false
  #cancel: (() => void) | undefined
  #incident: Incident | undefined
  readonly #told = new Set<string>()
  /** Sends of the beginning that are under way. */
  #sending: Promise<void> = Promise.resolve()

  constructor(options: StoreAlarmOptions) {
    this.#options = options
  }

  /** @param problem why it cannot be written; undefined once it can be */
  note(problem: string | undefined): void {
    if (this.#ending.signal.aborted) return
    this.#recall()
    if (problem === undefined) {
      this.#disarm()
      if (this.#incident) void this.#over(this.#incident)
      return
    }
    this.#incident ??= this.#incidentOf(problem)
    this.#cancel ??= this.#options.clock.setTimer(PATIENCE_MS, () => this.#tell())
  }

  /** Takes what is under way back. */
  stop(): void {
    this.#disarm()
    this.#ending.abort()
  }

  #disarm(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** What the process before this one, or the config before this one, has told. */
  #recall(): void {
    if (this.#recalled) return
    this.#recalled = true
    const open = this.#options.memory.read()
    this.#incident = open?.incident
    for (const name of open?.told ?? []) this.#told.add(name)
  }

  #incidentOf(problem: string): Incident {
    const at = this.#options.clock.wallMs()
    return {
      id: `history-${Math.floor(at).toString(36)}`,
      subject: 'monitor',
      subjectId: 'history',
      verdict: 'unknown',
      severity: 'critical',
      since: at,
      openedAt: at,
      error: `The history cannot be written, and notices wait for it: ${problem}`,
    }
  }

  async #over(incident: Incident): Promise<void> {
    const { clock, channels, memory, tellEnd } = this.#options
    this.#incident = undefined
    // Who takes the beginning at this moment is to hear of the end too.
    await this.#sending
    const told = channels.map(({ name }) => name).filter((name) => this.#told.has(name))
    this.#told.clear()
    const closed = { ...incident, closedAt: clock.wallMs(), closedBecause: 'up' }
    try {
      if (told.length > 0) await tellEnd(this.#notice('resolved', closed), told)
      if (!this.#incident) memory.write(undefined)
    } catch {
      // It goes on; what is known of it stays.
      this.#incident = incident
      for (const name of told) this.#told.add(name)
      if (this.#ending.signal.aborted) return
      this.#disarm()
      this.#cancel = clock.setTimer(RETRY_MS, () => this.note(undefined))
    }
  }

  /** Again and again to those who have not taken it, while the trouble lasts. */
  #tell(): void {
    const incident = this.#incident
    if (!incident) return
    const { channels, clock } = this.#options
    const rest = channels.filter(({ name }) => !this.#told.has(name))
    const sends = rest.map((channel) => this.#open(channel, incident))
    this.#sending = Promise.all([this.#sending, ...sends]).then(() => undefined)
    this.#cancel = clock.setTimer(RETRY_MS, () => this.#tell())
  }

  async #open(channel: Channel, incident: Incident): Promise<void> {
    const { clock, memory, onTry } = this.#options
    const message = { key: `${incident.id}-opened`, notices: [this.#notice('opened', incident)] }
    const outcome = await sendInTime(channel, message, clock, this.#ending.signal)
    onTry?.(channel.name, outcome.kind)
    // What was taken back may have arrived all the same.
    if (outcome.kind !== 'delivered' && !this.#ending.signal.aborted) return
    this.#told.add(channel.name)
    memory.write({ incident, told: [...this.#told] })
  }

  #notice(kind: 'opened' | 'resolved', incident: Incident): Notice {
    const { clock, location } = this.#options
    return {
      kind,
      at: clock.wallMs(),
      incident,
      location,
      tags: [],
      advice: 'Make room on the disk of the history, or see who else uses its database',
    }
  }
}
