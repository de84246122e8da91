import type { Clock } from '../core/clock.js'
import { InvalidParametersError } from '../core/invalid-parameters.js'
import type { IpAddress } from '../core/ip-address.js'
import { showValue } from '../core/show-value.js'
import { Pacer } from '../policy/limits/pacer.js'
import {
  isRate,
  type Pace,
  pacesOf,
  RATE_IN_WORDS,
  type RateLimits,
  stricter,
} from '../policy/limits/rate-limits.js'
import type { TurnLedger } from '../policy/limits/turn-ledger.js'
import { type Leave, Places } from './places.js'

export interface LimitOptions {
  /** Connects a second, evenly spread. @default no limit */
  readonly rate?: number
  /** Attempts under way at once for one host. @default no limit */
  readonly concurrencyPerHost?: number
}

/** An attempt that has been let in. */
export interface Entry {
  /** To be called exactly once, when the attempt is over. */
  readonly leave: Leave
  /** Waits for a connect's turn; false when the signal aborted first. Absent where connects need none. */
  readonly turn?: (address: IpAddress, signal: AbortSignal | undefined) => Promise<boolean>
}

export interface AdmissionOptions {
  readonly clock: Clock
  readonly rates: RateLimits
  /** Those that are counted for this checker's policy alone. @default none */
  readonly ownRates?: RateLimits | undefined
  readonly concurrencyPerHost: number | undefined
  readonly ledger: TurnLedger
}

/**
 * Lets attempts in, and each of their connects when its turn has come. What was looked up must not grow old in a queue:
 * only as many attempts look up and wait as will have their turn within a second.
 */
export class Admission {
  readonly #options: AdmissionOptions
  readonly #pacer: Pacer
  readonly #places = new Places()

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#pacer = new Pacer(options.clock, options.ledger)
  }

  /** Resolves when the attempt may begin, or at once when the signal aborts. */
  async enter(host: string, port: number, signal: AbortSignal | undefined): Promise<Entry> {
    const { concurrencyPerHost, ownRates = {} } = this.#options
    const rates = stricter(this.#options.rates, ownRates)
    const place = (name: string, most: number | undefined) =>
      most === undefined ? undefined : this.#places.enter(name, Math.ceil(most), signal)
    const leaveHost = await place(`host ${host}`, concurrencyPerHost)
    // From the narrowest to the broadest, so that nobody holds a place of all while waiting for one of few.
    const queues = [
      await place(`queue of ${host} ${port}`, rates.perTarget),
      await place(`queue of ${host}`, rates.perHost),
      await place('queue', rates.rate),
    ]
    let isQueued = true
    const leaveQueues = () => {
      if (isQueued) for (const leave of queues) leave?.()
      isQueued = false
    }
    const leave = () => {
      leaveQueues()
      leaveHost?.()
    }
    return {
      leave,
      turn: async (address, connectSignal) => {
        const paces = this.#pacesOf({ host, port, address })
        const granted = await this.#pacer.turn(paces, connectSignal)
        leaveQueues()
        return granted
      },
    }
  }

  #pacesOf(connect: { host: string; port: number; address: IpAddress }): readonly Pace[] {
    const { rates, ownRates } = this.#options
    const paces = pacesOf(rates, connect)
    return ownRates ? [...pacesOf(ownRates, connect, 'own '), ...paces] : paces
  }
}

/** @throws {InvalidParametersError} for a limit out of range */
export function checkLimitOptions({ rate, concurrencyPerHost }: LimitOptions): void {
  mustBe('limits.rate', rate, RATE_IN_WORDS, rate === undefined || isRate(rate))
  mustBe(
    'limits.concurrencyPerHost',
    concurrencyPerHost,
    'an integer from 1',
    concurrencyPerHost === undefined ||
      (Number.isInteger(concurrencyPerHost) && concurrencyPerHost > 0),
  )
}

function mustBe(key: string, value: unknown, allowed: string, isSo: boolean): void {
  if (isSo) return
  const message = `\`${key}\` must be ${allowed}, got ${showValue(value)}`
  throw new InvalidParametersError([{ key, value, message }])
}
