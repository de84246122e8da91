import * as v from 'valibot'
import { NOT_NOTIFIED, type NotificationState } from './notification-state.js'
import type { StateKey } from './store/state-key.js'
import { SUPPRESSED_REASONS } from './suppressed-reason.js'
import { VERDICTS } from './verdict.js'
import type { Incident } from './wire/incident.js'

const times = v.record(v.string(), v.number())
const verdict = v.exactOptional(v.picklist(VERDICTS))
const count = v.exactOptional(v.number())

const stateSchema = v.object({
  notified: v.boolean(),
  lastNotifiedAt: times,
  lastNotifiedVerdict: verdict,
  suppressedCount: count,
  suppressedBy: v.exactOptional(v.picklist(SUPPRESSED_REASONS)),
})

/** As it was written before the fields had these names. */
const formerSchema = v.object({
  told: v.boolean(),
  toldAt: times,
  said: verdict,
  affected: count,
})

/** Under which the notifications of a subject's open incident are stored. */
export function notificationKey({
  subject,
  subjectId,
  location,
}: Pick<Incident, 'subject' | 'subjectId' | 'location'>): StateKey {
  return { kind: 'notification', id: `${subject}:${subjectId}`, location }
}

/** What a store gave back. Nobody was notified, where nothing is stored or another version wrote it. */
export function readNotificationState(stored: unknown): NotificationState {
  const now = v.safeParse(stateSchema, stored)
  if (now.success) return now.output
  const { success, output } = v.safeParse(formerSchema, stored)
  if (!success) return NOT_NOTIFIED
  const { told, toldAt, said, affected } = output
  return {
    notified: told,
    lastNotifiedAt: toldAt,
    ...(said === undefined ? {} : { lastNotifiedVerdict: said }),
    ...(affected === undefined ? {} : { suppressedCount: affected }),
  }
}
