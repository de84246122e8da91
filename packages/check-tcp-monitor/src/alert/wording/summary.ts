import type { Fault } from 'check-tcp'
import type { Notice } from '../../core/alert/notice.js'
import { channelOf, partOf } from './parts.js'
import { shown } from './shown.js'
import { clockTime, duration } from './times.js'

export const FAULTS: Readonly<Record<Fault, string>> = {
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
 * 12:03:10 UTC`, or `Channel ops does not deliver: the receiver answered 404, since 12:03:10 UTC`. At most about 1,000
 * characters, without control characters.
 */
export function summary(notice: Notice): string {
  const { kind } = notice
  const channel = channelOf(notice)
  if (channel !== undefined && kind !== 'resolved') {
    const still = kind === 'reminder' ? 'still ' : ''
    return `Channel ${channel} ${still}does not deliver: ${facts(notice)}`
  }
  return `${headline(notice)} ${subject(notice)}: ${facts(notice)}`
}

/** `DOWN`, `STILL DEGRADED`, `RESOLVED`: what kind of news it is. */
export function headline({ kind, incident }: Notice): string {
  if (kind === 'resolved') return 'RESOLVED'
  return `${BEFORE_VERDICT[kind]}${incident.verdict.toUpperCase()}`
}

/** What it is about: `orders_db (db-1.example.com:5432)`, `location home`, `name service of home`, `channel ops`. */
function subject(notice: Notice): string {
  const { incident, target } = notice
  const name = nameOf(notice, 200)
  return incident.subject !== 'check' || target === undefined ? name : `${name} (${shown(target)})`
}

/** The same by its name alone. @param most characters of the name */
export function nameOf(notice: Notice, most: number): string {
  return partOf(notice, most)?.name ?? shown(notice.incident.subjectId, most)
}

/** Whose fault it is, in words; undefined where it is nobody's. */
export function faultInWords({ fault }: Notice['incident']): string | undefined {
  return fault && FAULTS[fault]
}

/** What failed, in words. */
export function failureInWords({ error, failure, verdict }: Notice['incident']): string {
  return shown(error ?? failure ?? `${verdict}, reason unknown`)
}

function facts(notice: Notice): string {
  const { incident, at, kind } = notice
  const what = [failureInWords(incident), faultInWords(incident)].filter(Boolean).join(', ')
  if (kind !== 'resolved') {
    return `${what}, since ${clockTime(incident.since, at)}${othersInWords(notice)}${byWhom(notice)}`
  }
  const lasted = duration((incident.closedAt ?? at) - incident.since)
  const end = `${endInWords(notice)} after ${lasted}`
  if (incident.subject === 'location') return `${end}${affectedInWords(notice)}`
  return isSaidByEnd(notice) ? end : `${end} (${what})${byWhom(notice)}`
}

/** A location that speaks for itself says so: others may see it otherwise. */
function byWhom({ alone, location }: Notice): string {
  return alone ? `; seen from ${shown(location, 200)} alone, since no hub answers there` : ''
}

/** What it stands for while it is open. Of a location the failure itself says of what nothing is known. */
function othersInWords({ incident, suppressedCount }: Notice): string {
  return suppressedCount && incident.subject !== 'location'
    ? `, and ${suppressedCount} more with it`
    : ''
}

/** How many checks knew nothing, once it is over. */
function affectedInWords({ suppressedCount }: Notice): string {
  if (!suppressedCount) return ''
  return `; ${checksInWords(suppressedCount)} ${suppressedCount === 1 ? 'was' : 'were'} affected`
}

export function checksInWords(count: number): string {
  return count === 1 ? '1 check' : `${count} checks`
}

/** Whether its end says what it was. */
function isSaidByEnd({ incident: { subject, subjectId } }: Notice): boolean {
  return subject === 'monitor' && (subjectId === 'history' || subjectId === 'overdue')
}

/** Why an incident ended, in words. */
function endInWords(notice: Notice): string {
  const { closedBecause, subject } = notice.incident
  switch (closedBecause) {
    case undefined:
    case 'up':
      return partOf(notice, 0)?.again ?? 'up again'
    case 'removed':
      if (subject === 'location') return 'closed because the location was renamed'
      return `closed because the ${channelOf(notice) === undefined ? 'check' : 'channel'} was removed from the config`
    default:
      return `ended (${shown(closedBecause)})`
  }
}
