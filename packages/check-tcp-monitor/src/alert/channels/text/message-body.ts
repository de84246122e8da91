import { jsonText } from 'check-tcp/words'
import type { Message } from '../../../core/alert/channel.js'
import type { Notice } from '../../../core/alert/notice.js'
import type { NoticeEvidence } from '../../../core/alert/notice-evidence.js'
import type { Baseline } from '../../../core/response-time/baseline.js'
import { INCIDENT } from '../../../core/wire/incident.js'
import { recordWriter } from '../../../core/wire/record.js'
import { momentOf, secondsOf } from '../../../core/wire/wire-times.js'
import { noticeId } from '../../outbox/notice-id.js'
import { messageTitle } from '../../wording/message-text.js'
import { summary } from '../../wording/summary.js'

/** Raised when a key changes its meaning or goes; keys may be added without. */
const VERSION = 1

const incidentBody = recordWriter(INCIDENT, secondsOf)

/**
 * A message as programs get it: what a webhook posts and a command reads. `docs/guide/alerts.md` describes every key.
 * Times are RFC 3339 in UTC, durations seconds with at most six decimals, and a key is absent where nothing is known.
 */
export function messageBody({ key, notices }: Message): string {
  const title = messageTitle(notices)
  return jsonText({ version: VERSION, key, title, notices: notices.map(noticeBody) })
}

function noticeBody(notice: Notice) {
  const { kind, at, incident, location, tags, target, description, suppressedCount, advice } =
    notice
  const { responseMs, limitMs, alone, evidence } = notice
  return {
    id: noticeId(notice),
    kind,
    at: momentOf(at),
    summary: summary(notice),
    incident: incidentBody(incident),
    location,
    alone,
    tags,
    target,
    description,
    baseline: notice.baseline && baselineBody(notice.baseline),
    response_time: responseMs === undefined ? undefined : secondsOf(responseMs),
    response_limit: limitMs === undefined ? undefined : secondsOf(limitMs),
    advice,
    evidence: evidence && evidenceBody(evidence),
    suppressed_count: suppressedCount,
  }
}

function evidenceBody({
  at,
  location,
  reason,
  certainty,
  fault,
  nextStep,
  takenFor,
}: NoticeEvidence) {
  const found = { at: momentOf(at), location, reason, certainty, fault }
  return { ...found, next_step: nextStep, taken_for: takenFor }
}

function baselineBody({ typicalMs, highMs }: Baseline) {
  return { typical_time: secondsOf(typicalMs), high_time: secondsOf(highMs) }
}
