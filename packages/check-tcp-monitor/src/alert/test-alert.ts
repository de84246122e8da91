import type { Channel, Message, SendOutcome } from '../core/channel.js'
import type { Clock, Random } from '../core/clock.js'
import type { Incident } from '../core/incident.js'
import type { Notice } from '../core/notice.js'
import { sendInTime } from './send-in-time.js'

export interface TestAlertOptions {
  readonly channel: Channel
  readonly location: string
  readonly clock: Clock
  readonly random: Random
  /** Takes the send under way back. */
  readonly signal?: AbortSignal
}

/** How the two notices of a test went. */
export interface TestAlertOutcome {
  readonly opened: SendOutcome
  readonly resolved: SendOutcome
}

/**
 * Sends a test over one channel, past outbox and routes: an incident that says of itself that it is a test, opened and
 * then resolved, so that nothing stays open at the receiver. Each is tried once, the resolve whatever became of the
 * opening. Nothing is kept of it.
 */
export async function sendTestAlert(options: TestAlertOptions): Promise<TestAlertOutcome> {
  const { clock, location } = options
  const incident = testIncident(options)
  const opened: Notice = { kind: 'opened', at: incident.since, incident, location, ...TEST }
  const first = await sendOnce(opened, options)
  const closedAt = Math.floor(clock.wallMs())
  const closed: Incident = { ...incident, closedAt, closedBecause: 'up' }
  const resolved: Notice = { ...opened, kind: 'resolved', at: closedAt, incident: closed }
  return { opened: first, resolved: await sendOnce(resolved, options) }
}

const TEST = {
  tags: ['test'],
  description: 'A test alert of check-tcp monitor: nothing is wrong',
  advice: 'Nothing: it only shows that this channel delivers',
} as const

function testIncident({ clock, random }: TestAlertOptions): Incident {
  const at = Math.floor(clock.wallMs())
  const salt = Math.floor(random() * 36 ** 6).toString(36)
  return {
    id: `test-alert-${at.toString(36)}-${salt.padStart(6, '0')}`,
    subject: 'monitor',
    subjectId: 'test-alert',
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
