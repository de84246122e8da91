import type { Fault } from 'check-tcp'
import type { Notice } from '../../core/notice.js'
import { shown } from './shown.js'
import { clockTime, duration } from './times.js'

const FAULTS: Readonly<Record<Fault, string>> = {
  target: "the target's fault",
  network: "the network's fault",
  dns: "the name service's fault",
  local: "this machine's fault",
  policy: 'denied by the policy',
}

/** What is said before the verdict, so that a second notice of an incident does not look like a second incident. */
const BEFORE_VERDICT = { opened: '', changed: 'NOW ', reminder: 'STILL ' } as const

/**
 * A notice in one line, such as `DOWN orders_db (db-1.example.com:5432): Connection refused, the target's fault, since
 * 12:03:10 UTC`. At most about 1,000 characters, without control characters.
 */
export function summary(notice: Notice): string {
  return `${headline(notice)} ${subject(notice)}: ${facts(notice)}`
}

/** `DOWN`, `STILL DEGRADED`, `RESOLVED`: what kind of news it is. */
export function headline({ kind, incident }: Notice): string {
  if (kind === 'resolved') return 'RESOLVED'
  return `${BEFORE_VERDICT[kind]}${incident.verdict.toUpperCase()}`
}

/** What it is about: `orders_db (db-1.example.com:5432)`, `location home`, `monitor channel:ops`. */
export function subject({ incident, target }: Notice): string {
  const id = shown(incident.subjectId, 200)
  if (incident.subject !== 'check') return `${incident.subject} ${id}`
  return target === undefined ? id : `${id} (${shown(target)})`
}

/** Whose fault it is, in words; undefined where it is nobody's. */
export function faultInWords({ fault }: Notice['incident']): string | undefined {
  return fault && FAULTS[fault]
}

/** What failed, in words. */
export function failureInWords({ error, failure, verdict }: Notice['incident']): string {
  return shown(error ?? failure ?? `${verdict}, for no reason that is known`)
}

function facts(notice: Notice): string {
  const { incident, at, kind } = notice
  const what = [failureInWords(incident), faultInWords(incident)].filter(Boolean).join(', ')
  const others = notice.covers ? `, and ${notice.covers} more with it` : ''
  if (kind !== 'resolved') return `${what}, since ${clockTime(incident.since, at)}${others}`
  const lasted = duration((incident.closedAt ?? at) - incident.since)
  return `${endInWords(incident.closedBecause)} after ${lasted} (${what})`
}

/** Why an incident ended, in words. */
function endInWords(because: string | undefined): string {
  switch (because) {
    case undefined:
    case 'up':
      return 'over'
    case 'removed':
      return 'ended since the check left the config'
    default:
      return `ended (${shown(because)})`
  }
}
