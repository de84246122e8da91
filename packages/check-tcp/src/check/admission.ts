import { type Clock, sleep } from '../core/clock.js'
import { InvalidParametersError } from '../core/invalid-parameters.js'
import { showValue } from '../core/show-value.js'

export interface LimitOptions {
  /** Attempts a second, evenly spread. @default no limit */
  readonly rate?: number
  /** Attempts under way at once for one host. @default no limit */
  readonly perHost?: number
}

/** Ends an attempt's stay; called exactly once. */
export type Leave = () => void

const nobodyWaits: Leave = () => {}

/**
 * Lets attempts in: no faster than `rate`, each a whole interval after the one before and never in bursts, and no more
 * than `perHost` at once for a host. Waiting here is no part of an attempt's time.
 */
export class Admission {
  readonly #clock: Clock
  readonly #intervalMs: number
  readonly #perHost: number
  #nextMs = Number.NEGATIVE_INFINITY
  readonly #hosts = new Map<string, { underWay: number; readonly waiting: (() => void)[] }>()

  /** @throws {InvalidParametersError} for a limit out of range */
  constructor(clock: Clock, { rate, perHost }: LimitOptions) {
    mustBe('limits.rate', rate, 'a number above 0', rate === undefined || rate > 0)
    mustBe(
      'limits.perHost',
      perHost,
      'an integer from 1',
      perHost === undefined || (Number.isInteger(perHost) && perHost > 0),
    )
    this.#clock = clock
    this.#intervalMs = rate === undefined ? 0 : 1_000 / rate
    this.#perHost = perHost ?? Number.POSITIVE_INFINITY
  }

  /** Resolves when the attempt may begin, or at once when the signal aborts. */
  async enter(host: string, signal: AbortSignal | undefined): Promise<Leave> {
    const leave = await this.#enterHost(host, signal)
    await this.#turn(signal)
    return leave
  }

  async #enterHost(name: string, signal: AbortSignal | undefined): Promise<Leave> {
    if (this.#perHost === Number.POSITIVE_INFINITY) return nobodyWaits
    const host = this.#hosts.get(name) ?? { underWay: 0, waiting: [] }
    this.#hosts.set(name, host)
    if (host.underWay >= this.#perHost) {
      const mine = await untilCalled(host.waiting, signal)
      if (!mine) return nobodyWaits
    } else host.underWay++
    return () => {
      const next = host.waiting.shift()
      // The place is handed on, so that nobody who comes now overtakes.
      if (next) next()
      else if (--host.underWay === 0) this.#hosts.delete(name)
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#intervalMs === 0) return
    const nowMs = this.#clock.monotonicMs()
    const mineMs = Math.max(nowMs, this.#nextMs)
    this.#nextMs = mineMs + this.#intervalMs
    if (mineMs > nowMs) await waitUntil(this.#clock, mineMs, signal)
  }
}

function mustBe(key: string, value: unknown, allowed: string, isSo: boolean): void {
  if (isSo) return
  const message = `\`${key}\` must be ${allowed}, got ${showValue(value)}`
  throw new InvalidParametersError([{ key, value, message }])
}

/** Timers fire at whole milliseconds and up to one early; the rate must hold to the microsecond. */
async function waitUntil(
  clock: Clock,
  atMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let leftMs = atMs - clock.monotonicMs(); leftMs > 0; leftMs = atMs - clock.monotonicMs()) {
    if (signal?.aborted) return
    await sleep(clock, Math.max(leftMs, 1), signal)
  }
}

/** True when called, false when the signal aborted first. */
function untilCalled(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const call = () => {
      signal?.removeEventListener('abort', giveUp)
      resolve(true)
    }
    const giveUp = () => {
      const index = waiting.indexOf(call)
      if (index >= 0) waiting.splice(index, 1)
      signal?.removeEventListener('abort', giveUp)
      resolve(false)
    }
    if (signal?.aborted) return giveUp()
    signal?.addEventListener('abort', giveUp)
    waiting.push(call)
  })
}
