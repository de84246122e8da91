import type { Clock } from '../../core/clock.js'
import { linkAbort } from '../../core/linked-abort.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import { type AddressOutcome, isConnected } from './connect-address.js'

/** RFC 8305 section 5: the recommended Connection Attempt Delay. */
const CONNECTION_ATTEMPT_DELAY_MS = 250

interface AddressRaceOptions {
  /** `any`: one after the other as RFC 8305 says, the first connection wins. `all`: every one at once, all are awaited. */
  readonly mode: 'any' | 'all'
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /**
   * Milliseconds that an address is still waited for once another one has answered with no, and every address was begun
   * with; it counts as `timeout` then. @default its whole timeout
   */
  readonly graceMs?: number | undefined
  /** Settles for every address, also after its signal aborted. */
  readonly connect: (address: IpAddress, signal: AbortSignal) => Promise<AddressOutcome>
}

/**
 * Connects with the addresses of one target as they come in. An attempt that is still under way is never given up for
 * the next one: a slow address may still win after a faster-looking one was tried.
 */
export class AddressRace {
  readonly outcomes: Promise<readonly AddressOutcome[]>
  readonly #options: AddressRaceOptions
  readonly #losers
  readonly #results: (AddressOutcome | undefined)[] = []
  #waiting: IpAddress[] = []
  #underWay = 0
  #started = 0
  #complete = false
  #over = false
  #lastFamily: number | undefined
  #cancelTimer: (() => void) | undefined
  /** Has an address said no? */
  #answered = false
  #cancelGrace: (() => void) | undefined
  #graceIsOver = false
  #finish: (outcomes: readonly AddressOutcome[]) => void = () => {}
  #break: (error: unknown) => void = () => {}

  constructor(options: AddressRaceOptions) {
    this.#options = options
    this.#losers = linkAbort(options.signal)
    this.outcomes = new Promise((resolve, reject) => {
      this.#finish = resolve
      this.#break = reject
    })
  }

  /** Addresses that the look-up has brought. */
  offer(addresses: readonly IpAddress[]): void {
    if (this.#over) return
    this.#waiting.push(...addresses)
    if (this.#options.mode === 'all') while (this.#waiting.length > 0) this.#startNext()
    else if (this.#underWay === 0 || !this.#cancelTimer) this.#startNext()
  }

  /** No more addresses will come. */
  complete(): void {
    this.#complete = true
    this.#settleIfDone()
  }

  #startNext(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const address = this.#takeNext()
    if (!address || this.#over) return

    const index = this.#started++
    this.#underWay++
    this.#lastFamily = address.family
    if (this.#answered) this.#beginGrace()
    this.#options.connect(address, this.#losers.signal).then(
      (outcome) => {
        this.#underWay--
        this.#record(index, outcome)
      },
      (error) => {
        // A policy or an engine of somebody else's that breaks its promise breaks the check, not the process.
        this.#stop()
        this.#break(error)
      },
    )
    if (this.#options.mode === 'all') return
    this.#cancelTimer = this.#options.clock.setTimer(CONNECTION_ATTEMPT_DELAY_MS, () => {
      this.#cancelTimer = undefined
      this.#startNext()
    })
  }

  /** RFC 8305 section 4: the families take turns, IPv6 first. */
  #takeNext(): IpAddress | undefined {
    const wanted = this.#lastFamily === 6 ? 4 : 6
    const index = this.#waiting.findIndex(({ family }) => family === wanted)
    return this.#waiting.splice(Math.max(index, 0), 1)[0]
  }

  #record(index: number, outcome: AddressOutcome): void {
    const lost = this.#over && outcome.reason?.failure === 'cancelled'
    this.#results[index] = lost && !this.#options.signal?.aborted ? this.#givenUp(outcome) : outcome
    if (saysNo(outcome)) {
      this.#answered = true
      this.#beginGrace()
    }
    if (this.#options.mode === 'any') {
      if (isConnected(outcome) || this.#options.signal?.aborted) this.#stop()
      else this.#startNext()
    }
    this.#settleIfDone()
  }

  /** It lost against another address, or was silent until the grace was over. */
  #givenUp(outcome: AddressOutcome): AddressOutcome {
    if (!this.#graceIsOver) {
      return { ...outcome, reason: { failure: 'cancelled', cause: 'another_address_connected' } }
    }
    // Without an engine it still waited for its turn, and nothing was sent.
    return outcome.engine === undefined ? outcome : { ...outcome, reason: { failure: 'timeout' } }
  }

  /** The grace counts from the last address that was begun with. */
  #beginGrace(): void {
    const { graceMs, clock } = this.#options
    if (graceMs === undefined || this.#over) return
    this.#cancelGrace?.()
    this.#cancelGrace = clock.setTimer(graceMs, () => {
      this.#graceIsOver = true
      this.#stop()
      this.#settleIfDone()
    })
  }

  #stop(): void {
    this.#over = true
    this.#cancelTimer?.()
    this.#cancelGrace?.()
    this.#losers.abort()
  }

  #settleIfDone(): void {
    if (this.#underWay > 0) return
    if (!this.#over && (this.#waiting.length > 0 || !this.#complete)) return
    this.#over = true
    this.#cancelTimer?.()
    this.#cancelGrace?.()
    this.#losers.release()
    this.#finish(this.#results.filter((result) => result !== undefined))
  }
}

/** The target itself has answered, and not with a connection. */
function saysNo({ reason }: AddressOutcome): boolean {
  return reason?.failure === 'refused' || reason?.failure === 'connection_reset'
}
