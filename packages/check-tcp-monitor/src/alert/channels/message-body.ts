import type { Message } from '../../core/channel.js'
import type { Incident } from '../../core/incident.js'
import type { Normal } from '../../core/normal.js'
import type { Notice } from '../../core/notice.js'
import { noticeId } from '../notice-id.js'
import { safeJson } from '../wording/escape.js'
import { messageTitle } from '../wording/message-text.js'
import { summary } from '../wording/summary.js'

/** Raised when a key changes its meaning or goes; keys may be added without. */
const VERSION = 1

/**
 * A message as programs get it: what a webhook posts and a command reads. `docs/guide/alerts.md` describes every key.
 * Times are RFC 3339 in UTC, durations seconds with at most six decimals, and a key is absent where nothing is known.
 */
export function messageBody({ key, notices }: Message): string {
  const title = messageTitle(notices)
  return safeJson({ version: VERSION, key, title, notices: notices.map(noticeBody) })
}

function noticeBody(notice: Notice) {
  const { kind, at, incident, location, tags, target, description, covers, advice } = notice
  return {
    id: noticeId(notice),
    kind,
    at: time(at),
    summary: summary(notice),
    incident: incidentBody(incident),
    location,
    tags,
    target,
    description,
    normal: notice.normal && normalBody(notice.normal),
    response_time: seconds(notice.responseMs),
    advice,
    covers,
  }
}

function incidentBody({ acknowledged, ...incident }: Incident) {
  const { id, subject, subjectId, verdict, severity, since, openedAt, closedAt } = incident
  return {
    id,
    subject,
    subject_id: subjectId,
    verdict,
    severity,
    since: time(since),
    opened_at: time(openedAt),
    closed_at: closedAt === undefined ? undefined : time(closedAt),
    closed_because: incident.closedBecause,
    failure: incident.failure,
    fault: incident.fault,
    error: incident.error,
    code: incident.code,
    acknowledged: acknowledged && { ...acknowledged, at: time(acknowledged.at) },
    suppressed_by: incident.suppressedBy,
  }
}

function normalBody({ typicalMs, highMs }: Normal) {
  return { typical_time: seconds(typicalMs), high_time: seconds(highMs) }
}

function time(at: number): string {
  return new Date(at).toISOString()
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1_000) / 1_000_000
}
