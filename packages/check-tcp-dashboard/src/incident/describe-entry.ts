import type { TimelineEntryWire, Verdict } from 'check-tcp-monitor/http-api'
import type { MoreTexts } from '../texts/en-more.js'
import type { Words } from '../texts/words.js'

/** An entry of a timeline in words. */
interface Told {
  readonly text: string
  readonly details: readonly string[]
  /** How it is marked; absent: not at all. */
  readonly tone?: Verdict
}

/** What an entry of a timeline says to people. */
export function describeEntry(entry: TimelineEntryWire, more: MoreTexts, words: Words): Told {
  const { entries: texts } = more.incident
  const { t } = words
  const verdict = entry.verdict ? t.verdict[entry.verdict] : ''
  const known = (...parts: readonly (string | undefined)[]) =>
    parts.filter((part) => part !== undefined && part !== '') as string[]
  const why = entry.error && words.error(entry.error)
  const notice = entry.notice ? texts.notices[entry.notice] : ''
  const channel = entry.channel ?? ''
  switch (entry.kind) {
    case 'observation':
      return tellObservation(entry, more, words)
    case 'opened':
      return { text: texts.opened(verdict), details: known(why), ...toneOf(entry) }
    case 'changed':
      return { text: texts.changed(verdict), details: known(why), ...toneOf(entry) }
    case 'closed': {
      const because = entry.because as keyof typeof more.incident.reasons | undefined
      const ended = because && (more.incident.reasons[because] ?? because)
      return { text: texts.closed, details: known(ended), tone: 'up' }
    }
    case 'canaries': {
      const { result = 'online', replies = [] } = entry.canaries ?? {}
      const said = replies.map(({ check, reply }) => `${check}: ${texts.replies[reply]}`)
      return { text: texts.canaries[result], details: known(said.join(', ')) }
    }
    case 'votes': {
      const votes = entry.votes?.map(({ location, verdict: believed, error, because }) =>
        [`${location}: ${t.verdict[believed]}`, error ? words.error(error) : because]
          .filter(Boolean)
          .join(', '),
      )
      return { text: texts.votes, details: votes ?? [] }
    }
    case 'suppressed': {
      const cause = entry.suppressed_by && more.check.suppressedBy[entry.suppressed_by]
      const until = entry.until && texts.until(words.absolute(Date.parse(entry.until)))
      return { text: cause ?? texts.suppressed, details: known(entry.by, entry.note, until) }
    }
    case 'queued': {
      const until = entry.until && texts.until(words.absolute(Date.parse(entry.until)))
      return { text: texts.queued(notice, channel), details: known(until) }
    }
    case 'sent':
      return { text: texts.sent(notice, channel), details: [] }
    case 'failed':
      return { text: texts.failed(notice, channel), details: known(entry.error), tone: 'degraded' }
    case 'given_up':
      return { text: texts.givenUp(notice, channel), details: known(entry.error), tone: 'down' }
    case 'acknowledged':
      return { text: texts.acknowledged(entry.by ?? ''), details: known(entry.note) }
    case 'note':
      return { text: texts.note(entry.by ?? ''), details: known(entry.note) }
    case 'evidence':
      return { text: texts.evidence, details: known(entry.evidence?.reason) }
    case 'not_explained':
      return { text: texts.notExplained, details: known(entry.because ?? entry.error) }
    case 'omitted':
      return { text: texts.omitted(entry.count ?? 0), details: [] }
    default:
      // A newer monitor may tell of more.
      return { text: String(entry.kind satisfies never), details: [] }
  }
}

function tellObservation({ observation }: TimelineEntryWire, more: MoreTexts, words: Words): Told {
  const { entries: texts } = more.incident
  if (!observation) return { text: texts.observation(''), details: [] }
  const { outcome, error, response_time: time, location, address } = observation
  const answered = time === undefined ? more.check.outcomes[outcome] : words.response(time)
  const said = error ? words.error(error) : answered
  const tones = { good: 'up', slow: 'degraded', bad: 'down', unknown: 'unknown' } as const
  return {
    text: texts.observation(said),
    details: [[location, address].filter(Boolean).join(', ')],
    tone: tones[outcome],
  }
}

function toneOf({ verdict }: TimelineEntryWire): Pick<Told, 'tone'> {
  return verdict ? { tone: verdict } : {}
}
