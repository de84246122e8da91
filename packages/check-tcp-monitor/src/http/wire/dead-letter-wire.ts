import * as v from 'valibot'
import { summary } from '../../alert/wording/summary.js'
import { NOTICE_KINDS } from '../../core/alert/notice.js'
import type { OutboxEntry } from '../../core/alert/outbox.js'
import { momentOf } from '../../core/wire/wire-times.js'
import { incidentSchema, incidentWire } from './incident-wire.js'
import { count, known, moment } from './words.js'

/** A notice that its channel did not take. */
export const deadLetterSchema = v.strictObject({
  id: v.string(),
  channel: v.string(),
  given_up_at: v.optional(moment),
  error: v.optional(v.pipe(v.string(), v.description('Why the channel did not take it'))),
  tries: count,
  kind: v.picklist(NOTICE_KINDS),
  at: v.pipe(moment, v.description('When the notice was created')),
  summary: v.string(),
  incident: incidentSchema,
})

export type DeadLetterWire = v.InferInput<typeof deadLetterSchema>

export function deadLetterWire(entry: OutboxEntry): DeadLetterWire {
  const { seq, channel, deadAt, lastError, tries, notice } = entry
  return known({
    id: String(seq),
    channel,
    given_up_at: deadAt === undefined ? undefined : momentOf(deadAt),
    error: lastError,
    tries,
    kind: notice.kind,
    at: momentOf(notice.at),
    summary: summary(notice),
    incident: incidentWire(notice.incident),
  })
}
