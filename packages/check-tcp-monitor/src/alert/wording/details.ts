import type { Notice } from '../../core/alert/notice.js'
import type { Incident } from '../../core/wire/incident.js'
import { evidenceInWords, nextStepInWords } from './evidence-words.js'
import { partOf } from './parts.js'
import { shown } from './shown.js'
import { checksInWords, failureInWords, faultInWords, summary } from './summary.js'
import { dateAndTime, duration, milliseconds } from './times.js'

/** What to do first where the check itself has no advice. */
const OF_A_CHECK = 'Check the load on the target and the network path to it'

/** All of a notice, one fact a line, the summary first: what a mail or a chat shows of a single one. */
export function details(notice: Notice): string {
  const { incident, at, limitMs, responseMs, location, tags, description, suppressedCount, alone } =
    notice
  const { acknowledged, subject } = incident
  const isResolved = notice.kind === 'resolved'
  const end = isResolved ? (incident.closedAt ?? at) : at
  const lines: (readonly [string, string | undefined])[] = [
    ['What', description && shown(description)],
    // Of a location that is online again, whom it did not hear is of no use any more.
    ['Failure', isResolved && subject === 'location' ? undefined : failureInWords(incident)],
    ['Fault', faultInWords(incident)],
    ['Since', dateAndTime(incident.since)],
    [isResolved ? 'Lasted' : 'For', duration(end - incident.since)],
    ['Normal response', baselineInWords(notice)],
    ['Limit', limitMs === undefined ? undefined : milliseconds(limitMs)],
    ['Newest response', responseMs === undefined ? undefined : milliseconds(responseMs)],
    ['Severity', incident.severity],
    ['Location', `${shown(location, 200)}${alone ? ', alone: no hub answers there' : ''}`],
    ['Tags', tags.length > 0 ? shown(tags.join(', ')) : undefined],
    ['First step', isResolved ? undefined : advice(notice)],
    ['Evidence', evidenceInWords(notice)],
    ['Next step', nextStepInWords(notice)],
    subject === 'location'
      ? ['Affected', suppressedCount && isResolved ? checksInWords(suppressedCount) : undefined]
      : ['Suppressed', suppressedCount ? `${suppressedCount} more` : undefined],
    ['Acknowledged', acknowledged && acknowledgedInWords(acknowledged)],
    ['Incident', shown(incident.id)],
  ]
  const facts = lines.flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}`))
  return [summary(notice), '', ...facts].join('\n')
}

/** `12 ms, at most 40 ms`; undefined where nothing is to be said of it: of no check, or beside a limit that is fixed. */
export function baselineInWords({ incident, baseline, limitMs }: Notice): string | undefined {
  if (incident.subject !== 'check') return undefined
  if (!baseline) return limitMs === undefined ? 'not known yet' : undefined
  return `${milliseconds(baseline.typicalMs)}, at most ${milliseconds(baseline.highMs)}`
}

/** What to do first. */
export function advice(notice: Notice): string {
  return shown(notice.advice ?? partOf(notice, 0)?.advice ?? OF_A_CHECK)
}

function acknowledgedInWords({ at, by, note }: NonNullable<Incident['acknowledged']>): string {
  return `by ${shown(by)}, ${dateAndTime(at)}${note === undefined ? '' : `: ${shown(note)}`}`
}
