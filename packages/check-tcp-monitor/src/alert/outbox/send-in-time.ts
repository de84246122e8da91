import type { Channel, Message, SendOutcome } from '../../core/alert/channel.js'
import type { Clock } from '../../core/time/clock.js'

/** One try of one message. */
const TIMEOUT_MS = 30_000

/**
 * Sends a message once, for 30 s at most.
 *
 * @param signal takes it back before
 * @returns how it ended; a channel that throws, against its contract, has failed
 */
export async function sendInTime(
  channel: Channel,
  message: Message,
  clock: Clock,
  signal?: AbortSignal,
): Promise<SendOutcome> {
  try {
    return await inTime(clock, signal, (timedOut) => channel.send(message, timedOut))
  } catch (error) {
    // What waits behind it must not be lost for that.
    return { kind: 'failed', error: `the channel failed: ${String(error)}` }
  }
}

/** Asks a receiver something, for 30 s at most. @param signal takes it back before */
export async function inTime<T>(
  clock: Clock,
  signal: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timedOut = new AbortController()
  const cancel = clock.setTimer(TIMEOUT_MS, () => timedOut.abort())
  try {
    return await ask(AbortSignal.any(signal ? [signal, timedOut.signal] : [timedOut.signal]))
  } finally {
    cancel()
  }
}
