import type { AgentReport } from '../../core/link/agent-batch.js'
import type { Clock } from '../../core/time/clock.js'

/** A clock that is wrong by more than this is worth a warning, milliseconds: its results stand at the wrong place of every chart. */
const SKEW_WARNED_MS = 30_000

/** What an agent said of itself, and when. */
interface HeardReport {
  /** Wall milliseconds of the hub. */
  readonly seenAt: number
  /** Monotonic milliseconds of the hub: its clock may be set meanwhile. */
  readonly heardMs: number
  readonly report: AgentReport
  /** How far its clock is ahead of the hub's, milliseconds; the time on the way makes it seem to be behind. */
  readonly clockSkewMs: number
}

/** What agents said of themselves last; gone with the process. */
export class AgentReports {
  readonly #clock: Clock
  readonly #onSkew: (location: string, skewMs: number | undefined) => void
  readonly #heard = new Map<string, HeardReport>()

  /** @param onSkew called when the clock of an agent is found to be wrong by more than 30 s, and with undefined when it no longer is */
  constructor(clock: Clock, onSkew: (location: string, skewMs: number | undefined) => void) {
    this.#clock = clock
    this.#onSkew = onSkew
  }

  note(location: string, report: AgentReport): void {
    const seenAt = this.#clock.wallMs()
    const clockSkewMs = Math.round(report.clockAt - seenAt)
    const wasWrong = isWrong(this.#heard.get(location))
    const heard = { seenAt, heardMs: this.#clock.monotonicMs(), report, clockSkewMs }
    this.#heard.set(location, heard)
    if (isWrong(heard) !== wasWrong) this.#onSkew(location, wasWrong ? undefined : clockSkewMs)
  }

  /** @returns with for how long nothing was heard since, milliseconds */
  of(location: string): (HeardReport & { readonly silentMs: number }) | undefined {
    const heard = this.#heard.get(location)
    return heard && { ...heard, silentMs: this.#clock.monotonicMs() - heard.heardMs }
  }

  forget(location: string): void {
    this.#heard.delete(location)
  }
}

function isWrong(heard: HeardReport | undefined): boolean {
  return heard !== undefined && Math.abs(heard.clockSkewMs) > SKEW_WARNED_MS
}
