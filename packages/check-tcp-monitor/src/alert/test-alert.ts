import type { Channel, Message, SendOutcome } from '../core/alert/channel.js'
import type { Notice } from '../core/alert/notice.js'
import type { Clock, Random } from '../core/time/clock.js'
import type { Incident } from '../core/wire/incident.js'
import { inTime, sendInTime } from './outbox/send-in-time.js'

interface TestAlertOptions {
  readonly channel: Channel
  readonly location: string
  readonly clock: Clock
  readonly random: Random
  /** Takes the send under way back. */
  readonly signal?: AbortSignal
}

/** How a test went. */
export interface TestAlertOutcome {
  readonly opened: SendOutcome
  /** Absent where the receiver ends the test by itself. */
  readonly resolved?: SendOutcome
  /** Of a receiver that itself decides when people are notified. */
  readonly later?: TestAlertLater
}

/** A test that the receiver has, and of which nobody can say here whether people are notified. */
export interface TestAlertLater {
  /** How long the receiver waits before it tells anybody, milliseconds at most; absent where it does not say. */
  readonly waitMs?: number
  /** When the test ends there by itself, wall milliseconds. */
  readonly endsAt: number
}

/** A receiver has so long to tell of the test after its own wait. */
const SEEN_MS = 60_000

/** How long a receiver may wait that does not say: five minutes, as long as any that are in use. */
const UNKNOWN_WAIT_MS = 5 * 60_000

/**
 * Sends a test over one channel, past outbox and routes: an incident marked as a test, opened and
 * then resolved, so that nothing stays open at the receiver. Each is tried once, the resolve whatever became of the
 * opening. Nothing is kept of it.
 *
 * A receiver that waits before it tells anybody, as Alertmanager does, would forget a test that ends at once. There it is
 * opened with the time of its end, a minute after that wait, and not resolved from here.
 */
export async function sendTestAlert(options: TestAlertOptions): Promise<TestAlertOutcome> {
  const { clock, location, channel } = options
  const incident = testIncident(options)
  const opened: Notice = { kind: 'opened', at: incident.since, incident, location, ...TEST }
  if (channel.waitsMs) return await sendWaiting(opened, options)
  const first = await sendOnce(opened, options)
  const closedAt = Math.floor(clock.wallMs())
  const closed: Incident = { ...incident, closedAt, closedBecause: 'up' }
  const resolved: Notice = { ...opened, kind: 'resolved', at: closedAt, incident: closed }
  return { opened: first, resolved: await sendOnce(resolved, options) }
}

async function sendWaiting(opened: Notice, options: TestAlertOptions): Promise<TestAlertOutcome> {
  const { channel, clock } = options
  const waitMs = await inTime(clock, options.signal, async (signal) => channel.waitsMs?.(signal))
  const endsAt = opened.at + (waitMs ?? UNKNOWN_WAIT_MS) + SEEN_MS
  const incident: Incident = { ...opened.incident, closedAt: endsAt }
  return {
    opened: await sendOnce({ ...opened, incident }, options),
    later: { ...(waitMs === undefined ? {} : { waitMs }), endsAt },
  }
}

const TEST = {
  tags: ['test'],
  description: 'A test alert of check-tcp monitor: nothing is wrong',
  advice: 'Nothing: it only shows that this channel delivers',
} as const

function testIncident({ clock, random, location }: TestAlertOptions): Incident {
  const at = Math.floor(clock.wallMs())
  const salt = Math.floor(random() * 36 ** 6).toString(36)
  return {
    id: `test-alert-${at.toString(36)}-${salt.padStart(6, '0')}`,
    subject: 'monitor',
    subjectId: 'test-alert',
    location,
    verdict: 'unknown',
    severity: 'info',
    since: at,
    openedAt: at,
    error: 'TEST, nothing is wrong',
  }
}

function sendOnce(notice: Notice, options: TestAlertOptions): Promise<SendOutcome> {
  const { channel, clock, signal } = options
  const message: Message = { key: `${notice.incident.id}-${notice.kind}`, notices: [notice] }
  return sendInTime(channel, message, clock, signal)
}
