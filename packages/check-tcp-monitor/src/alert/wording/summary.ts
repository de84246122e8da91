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

/** Monitor incidents that are about a channel. */
const CHANNEL = 'channel:'

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

/** What it is about: `orders_db (db-1.example.com:5432)`, `location home`, `channel ops`. */
export function subject(notice: Notice): string {
  const { incident, target } = notice
  const name = nameOf(notice, 200)
  return incident.subject !== 'check' || target === undefined ? name : `${name} (${shown(target)})`
}

/** What it is about by its name: `orders_db`, `location home`, `channel ops`. @param most characters of the name */
export function nameOf(notice: Notice, most: number): string {
  const { subject, subjectId } = notice.incident
  const channel = channelOf(notice)
  if (channel !== undefined) return `channel ${shown(channel, most)}`
  return subject === 'check' ? shown(subjectId, most) : `${subject} ${shown(subjectId, most)}`
}

function channelOf({ incident: { subject, subjectId } }: Notice): string | undefined {
  if (subject !== 'monitor' || !subjectId.startsWith(CHANNEL)) return undefined
  return shown(subjectId.slice(CHANNEL.length), 200)
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
  return `${endInWords(notice)} after ${lasted} (${what})`
}

/** Why an incident ended, in words. */
function endInWords(notice: Notice): string {
  const { closedBecause } = notice.incident
  const isChannel = channelOf(notice) !== undefined
  switch (closedBecause) {
    case undefined:
    case 'up':
      return isChannel ? 'delivers again' : 'over'
    case 'removed':
      return `ended since the ${isChannel ? 'channel' : 'check'} left the config`
    default:
      return `ended (${shown(closedBecause)})`
  }
}
