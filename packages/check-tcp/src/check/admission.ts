import type { Clock } from '../core/clock.js'
import { InvalidParametersError } from '../core/parameters/invalid-parameters.js'
import type { IpAddress } from '../core/target/ip-address.js'
import { showValue } from '../core/text/show-value.js'
import { Pacer } from '../policy/limits/pacer.js'
import {
  bareHost,
  isOfEverything,
  isRate,
  type Pace,
  pacesOf,
  RATE_IN_WORDS,
  type RateLimits,
  stricter,
  type Whose,
} from '../policy/limits/rate-limits.js'
import type { TurnLedger } from '../policy/limits/turn-ledger.js'
import { KeyedSemaphore, type Release } from './race/keyed-semaphore.js'

export interface LimitOptions {
  /** Connects a second, evenly spread. @default no limit */
  readonly rate?: number
  /** Attempts under way at once for one host. @default no limit */
  readonly concurrencyPerHost?: number
}

/** An attempt that has been let in. */
export interface Admitted {
  /** To be called exactly once, when the attempt is over. */
  readonly leave: Release
  /** Waits for a connect's turn; false when the signal aborted first. Absent where connects need none. */
  readonly turn?: (address: IpAddress, signal: AbortSignal | undefined) => Promise<boolean>
}

export interface CountedRates {
  readonly whose: Whose
  readonly limits: RateLimits
}

interface AdmissionOptions {
  readonly clock: Clock
  /** Each is counted by itself, and all hold. */
  readonly rates: readonly CountedRates[]
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
  readonly #semaphore = new KeyedSemaphore()
  readonly #strictest: RateLimits

  constructor(options: AdmissionOptions) {
    this.#options = options
    this.#strictest = options.rates.reduce<RateLimits>(
      (strictest, { limits }) => stricter(strictest, limits),
      {},
    )
    this.#pacer = new Pacer(options.clock, options.ledger)
  }

  /** Resolves when the attempt may begin, or at once when the signal aborts. */
  async enter(given: string, port: number, signal: AbortSignal | undefined): Promise<Admitted> {
    const host = bareHost(given)
    const { concurrencyPerHost } = this.#options
    const rates = this.#strictest
    const acquire = (key: string, limit: number | undefined) =>
      limit === undefined ? undefined : this.#semaphore.acquire(key, Math.ceil(limit), signal)
    const leaveHost = await acquire(`host ${host}`, concurrencyPerHost)
    // From the narrowest to the broadest, so that nobody holds a place of all while waiting for one of few.
    const queues = [
      await acquire(`queue of ${host} ${port}`, rates.perTarget),
      await acquire(`queue of ${host}`, rates.perHost),
      await acquire('queue', rates.rate),
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
    const paces = this.#options.rates.flatMap(({ whose, limits }) =>
      pacesOf(limits, connect, whose),
    )
    const isBroad = ({ key }: Pace) => isOfEverything(key)
    return [...paces.filter((pace) => !isBroad(pace)), ...paces.filter(isBroad)]
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
