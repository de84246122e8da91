import { isIPv6 } from 'node:net'
import type { Clock } from '../../core/time/clock.js'
import { digest } from './digest.js'

/** Wrong tokens that an address may send at once: a person who tries what they have. */
const AT_ONCE = 10

/** After that, one in so many milliseconds. */
const EVERY_MS = 3_000

/** Addresses that are remembered; of those that guess, the one longest ago is forgotten beyond that. */
const MAX_ADDRESSES = 10_000

interface Guesses {
  /** Monotonic milliseconds: all of its guesses are forgotten then. */
  readonly clearAtMs: number
  /** Digests of the newest: who sends the same wrong token over and over does not guess. */
  readonly newest: readonly string[]
}

/** Slows those down who try tokens: an address that sent too many wrong ones is not listened to for a while. */
export class GuessBrake {
  readonly #clock: Clock
  /** By address, those that guessed last at the end. */
  readonly #guesses = new Map<string, Guesses>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds until a token from there is looked at; 0: now. */
  waitMs(address: string): number {
    const clearAtMs = this.#guesses.get(networkOf(address))?.clearAtMs ?? 0
    return Math.max(0, clearAtMs - this.#clock.monotonicMs() - (AT_ONCE - 1) * EVERY_MS)
  }

  /** A wrong one came from there. */
  note(address: string, token: string): void {
    const network = networkOf(address)
    const now = this.#clock.monotonicMs()
    const { clearAtMs = now, newest = [] } = this.#guesses.get(network) ?? {}
    const guess = digest(token).toString('base64url')
    if (newest.includes(guess)) return
    this.#guesses.delete(network)
    this.#guesses.set(network, {
      clearAtMs: Math.max(now, clearAtMs) + EVERY_MS,
      newest: [...newest, guess].slice(-AT_ONCE),
    })
    for (const [each, { clearAtMs: until }] of this.#guesses) {
      if (until > now && this.#guesses.size <= MAX_ADDRESSES) break
      this.#guesses.delete(each)
    }
  }
}

/** One customer has as many IPv6 addresses as they like, of one /64. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  if (tail === undefined || groups.length >= 4) return groups.slice(0, 4).join(':')
  const rest = tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0')
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':')
}
