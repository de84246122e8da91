import { NOTICE_KINDS } from '../alert/notice.js'
import { SUPPRESSED_REASONS } from '../suppressed-reason.js'
import { VERDICTS } from '../verdict.js'
import { count, failure, fault, name, oneOf, text, wallTime } from './codec.js'
import { EVIDENCE } from './evidence.js'
import { field, maybe, type RecordOf } from './field.js'
import { OBSERVATION } from './observation.js'
import { listOf, nested } from './record.js'

/**
 * What an entry tells of:
 * - `observation`: one check around the opening or the closing;
 * - `canaries`: that others were asked before, whether the location is online;
 * - `votes`: what the locations of the check believe, when that changes;
 * - `opened`, `changed`, `closed`: the incident itself;
 * - `suppressed`: nobody is notified, and why;
 * - `queued`, `sent`, `failed`, `given_up`: a notice on its way to a channel;
 * - `acknowledged`, `note`: somebody has seen it, or wrote about it;
 * - `evidence`: what a look at the target found; `not_explained`: why there was none;
 * - `omitted`: entries that are no longer kept.
 */
export const TIMELINE_KINDS = [
  'observation',
  'canaries',
  'votes',
  'opened',
  'changed',
  'closed',
  'suppressed',
  'queued',
  'sent',
  'failed',
  'given_up',
  'acknowledged',
  'note',
  'evidence',
  'not_explained',
  'omitted',
] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

/** What a round of canaries comes to, for those in doubt. */
const ROUND_RESULTS = ['online', 'isolated', 'alone', 'no-names', 'unasked'] as const

const REPLIES = ['answer', 'silence', 'no-name', 'nothing'] as const

const REPLY = {
  checkId: field('check', name, 'The check that was made once more'),
  reply: field('reply', oneOf(REPLIES), 'What it told of the network'),
} as const

const BELIEF = {
  location: field('location', name, 'Which location'),
  verdict: field('verdict', oneOf(VERDICTS), 'What it believes of the target'),
  failure: maybe('failure', failure, 'Why there is no connection'),
  error: maybe('error', text, 'The same in words'),
  because: maybe('because', text, 'Why it cannot say anything of the target'),
} as const

/** Locations and canaries that one entry names at most. */
export const MAX_NAMED = 50

/** The fields of an entry, in the order in which JSON has them. */
export const TIMELINE_ENTRY = {
  at: field('at', wallTime, 'When it happened'),
  kind: field('kind', oneOf(TIMELINE_KINDS), 'What happened'),
  location: maybe('location', name, 'From where it was seen, or where it was done'),
  verdict: maybe('verdict', oneOf(VERDICTS), 'Of the incident, from then on'),
  failure: maybe('failure', failure, 'Why there was no connection'),
  fault: maybe('fault', fault, 'Whose fault it is'),
  error: maybe('error', text, 'What failed, in words'),
  channel: maybe('channel', name, 'Over which channel'),
  notice: maybe('notice', oneOf(NOTICE_KINDS), 'Which news of the incident'),
  suppressedBy: maybe('suppressed_by', oneOf(SUPPRESSED_REASONS), 'Why nobody is notified'),
  by: maybe('by', text, 'Who'),
  note: maybe('note', text, 'What they had to say'),
  until: maybe('until', wallTime, 'Until when it is suppressed or waits'),
  because: maybe('because', text, 'Why, in words'),
  observation: maybe('observation', nested(OBSERVATION), 'The check'),
  canaries: maybe(
    'canaries',
    nested({
      result: field('result', oneOf(ROUND_RESULTS), 'What it came to'),
      replies: field('replies', listOf(nested(REPLY), MAX_NAMED), 'Who was asked, and said what'),
    }),
    'Whether the location is online, by what others answered',
  ),
  votes: maybe('votes', listOf(nested(BELIEF), MAX_NAMED), 'What each location believes'),
  evidence: maybe('evidence', nested(EVIDENCE), 'What the look found'),
  count: maybe('count', count, 'How many are left out'),
} as const

/** One thing that happened around an incident. */
export interface TimelineEntry extends RecordOf<typeof TIMELINE_ENTRY> {}
