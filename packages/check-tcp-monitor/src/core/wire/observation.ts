import { countsAsOf } from '../time/counts-as.js'
import { COUNTS_AS } from '../time/time-state.js'
import {
  count,
  countUpTo,
  duration,
  failure,
  fault,
  flag,
  name,
  oneOf,
  text,
  wallTime,
  wholeDuration,
} from './codec.js'
import { field, filled, maybe, type RecordOf } from './field.js'
import { OUTCOMES } from './outcome.js'

/** The fields of an observation, in the order in which JSON has them. */
export const OBSERVATION = {
  checkId: field('check', name, 'The name of the check', { csv: 'check' }),
  location: field('location', name, 'From where the check was made'),
  at: field('timestamp', wallTime, 'When it was decided', { csv: 'time', csvAfter: 'kind' }),
  outcome: field('outcome', oneOf(OUTCOMES), 'What the check says about its target'),
  responseMs: maybe('response_time', duration, 'Of the handshake, where one was made'),
  dnsMs: maybe('dns_time', duration, 'Until the first address was known'),
  /** Loss, not latency: such a sample stays out of baselines. */
  synRetransmits: maybe('syn_retransmits', count, 'SYNs that had to be retransmitted'),
  address: maybe('address', text, 'The address that speaks for the check'),
  attempts: field('attempts', countUpTo(1_000_000), 'Attempts made', { csvAfter: 'dns_ms' }),
  failure: maybe('failure', failure, 'Why there was no connection'),
  fault: maybe('fault', fault, 'Whose fault it is'),
  error: maybe('error', text, 'The same in words'),
  code: maybe('code', text, "The system's code, such as ECONNREFUSED"),
  cause: maybe('cause', text, 'What lies behind the failure, where more is known'),
  /** The event loop stood still while the check was made, or the machine slept. */
  suspect: maybe('suspect', flag, 'The monitor stood still meanwhile: times mean little'),
  certificateExpiresAt: maybe(
    'certificate_expires_at',
    wallTime,
    'When the first certificate of the chain expires',
    { csv: 'certificate_expires', csvAfter: 'counts_as' },
  ),
  latenessMs: maybe('lateness', duration, 'Between when it was due and begun'),
  /** Only where the outcome alone does not say it. */
  countsAs: filled(
    'counts_as',
    oneOf(COUNTS_AS),
    countsAsOf,
    'What the time until the next result counts as; `unconfirmed` is down unless this location turns out to have been cut off',
  ),
  /** @default 5 minutes */
  validMs: maybe(
    'valid_for',
    wholeDuration,
    'For how long it counts at most, where no other result comes',
    { csv: false },
  ),
} as const

/** What is kept of one check. Exactly one for each check that was scheduled and made. */
export interface Observation extends RecordOf<typeof OBSERVATION> {}
