import type { Channel, SendOutcome } from '../core/channel.js'
import type { Clock } from '../core/clock.js'
import type { Incident } from '../core/incident.js'
import type { Notice, NoticeKind } from '../core/notice.js'
import { sendInTime } from './send-in-time.js'

/** A store that is busy for a moment is nobody's business. */
const PATIENCE_MS = 30_000

/** Between two tries over a channel that did not take it. */
const RETRY_MS = 60_000

export interface StoreAlarmOptions {
  readonly clock: Clock
  readonly location: string
  readonly channels: readonly Channel[]
  readonly onTry?: (channel: string, outcome: SendOutcome['kind']) => void
}

/**
 * Tells over every channel that the history cannot be written, and that it can be again. Notices of targets wait for
 * their place on the disk, so without this nobody would hear of anything. It does not go through the outbox, for the
 * same reason, and so is told at most once by each life of the process.
 */
export class StoreAlarm {
  readonly #options: StoreAlarmOptions
  readonly #ending = new AbortController()
  #cancel: (() => void) | undefined
  #incident: Incident | undefined
  /** Channels that took the opening. */
  #told = new Set<string>()

  constructor(options: StoreAlarmOptions) {
    this.#options = options
  }

  /** @param problem why it cannot be written; undefined once it can be */
  note(problem: string | undefined): void {
    if (this.#ending.signal.aborted) return
    if (problem === undefined) this.#over()
    else if (!this.#incident) this.#begin(problem)
  }

  /** Takes what is under way back. */
  stop(): void {
    this.#cancel?.()
    this.#ending.abort()
  }

  #begin(problem: string): void {
    const at = this.#options.clock.wallMs()
    this.#incident = {
      id: `history-${Math.floor(at).toString(36)}`,
      subject: 'monitor',
      subjectId: 'history',
      verdict: 'unknown',
      severity: 'critical',
      since: at,
      openedAt: at,
      error: `The history cannot be written, and notices wait for it: ${problem}`,
    }
    this.#cancel = this.#options.clock.setTimer(PATIENCE_MS, () => this.#tell())
  }

  #over(): void {
    this.#cancel?.()
    const incident = this.#incident
    if (!incident) return
    const closedAt = this.#options.clock.wallMs()
    const told = this.#options.channels.filter(({ name }) => this.#told.has(name))
    this.#incident = undefined
    this.#told = new Set()
    for (const channel of told) {
      void this.#send(channel, 'resolved', { ...incident, closedAt, closedBecause: 'up' })
    }
  }

  /** Again and again to those who have not taken it, while the trouble lasts. */
  #tell(): void {
    const incident = this.#incident
    if (!incident) return
    for (const channel of this.#options.channels) {
      if (this.#told.has(channel.name)) continue
      void this.#send(channel, 'opened', incident).then(({ kind: outcome }) => {
        if (outcome === 'delivered' && this.#incident === incident) this.#told.add(channel.name)
      })
    }
    this.#cancel = this.#options.clock.setTimer(RETRY_MS, () => this.#tell())
  }

  async #send(channel: Channel, kind: NoticeKind, incident: Incident): Promise<SendOutcome> {
    const { clock, location, onTry } = this.#options
    const notice: Notice = {
      kind,
      at: clock.wallMs(),
      incident,
      location,
      tags: [],
      advice: 'Make room on the disk of the history, or see who else uses its database',
    }
    const message = { key: `${incident.id}-${kind}`, notices: [notice] }
    const outcome = await sendInTime(channel, message, clock, this.#ending.signal)
    onTry?.(channel.name, outcome.kind)
    return outcome
  }
}
