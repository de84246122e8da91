import { FAULTS } from 'check-tcp'
import { countUpTo, duration, name, oneOf, text, wallTime } from './codec.js'
import { field, maybe, type RecordOf } from './field.js'
import { listOf, nested } from './record.js'

/** What evidence of one look is kept; more is cut. Together some 20 KB. */
export const EVIDENCE_LIMITS = { lines: 100, line: 200, hops: 40, text: 500 } as const

const CERTAINTIES = ['certain', 'likely', 'possible'] as const

const HOP = {
  hop: field('hop', countUpTo(255), 'How many hops away it is; the machine that looked is 0'),
  address: maybe('address', text, 'Absent where it keeps silent, or is not known'),
  name: maybe('name', text, 'What is known by a name: an interface, the target'),
  says: maybe('says', text, 'How the way ended here, in words'),
} as const

/** The fields of the evidence, in the order in which JSON has them. */
export const EVIDENCE = {
  at: field('at', wallTime, 'When the look began'),
  location: field('location', name, 'From where'),
  tookMs: field('took', duration, 'How long the look took'),
  reason: field('reason', text, 'The most likely reason, in one sentence'),
  /** For programs, such as `nothing_listens`. */
  reasonName: field('reason_name', text, 'A name of the reason, for programs'),
  certainty: field(
    'certainty',
    oneOf(CERTAINTIES),
    'How sure it is: seen itself, fits all that was seen, or contradicts nothing',
  ),
  fault: field('fault', oneOf([...FAULTS, 'none'] as const), 'Whose fault that is'),
  nextStep: maybe('next_step', text, 'What to do next: a command to copy, or advice'),
  lines: field(
    'lines',
    listOf(text, EVIDENCE_LIMITS.lines),
    'What `check-tcp explain` prints to a terminal, line by line',
  ),
  path: maybe(
    'path',
    listOf(nested(HOP), EVIDENCE_LIMITS.hops),
    'The way to the target as data, from the machine that looked',
  ),
  takenFor: maybe(
    'taken_for',
    text,
    'Another check of the same host, of whose target this is said',
  ),
} as const

/** What a look at a target that is down has found: an explanation, bounded, with nothing in it that steers a terminal. */
export interface Evidence extends RecordOf<typeof EVIDENCE> {}
