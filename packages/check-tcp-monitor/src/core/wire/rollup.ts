import * as v from 'valibot'
import type { Histogram } from '../response-time/histogram.js'
import { noTime, type StateTimes, uptimeOf } from '../time/observed-time.js'
import { type Codec, count, name, share, wallTime } from './codec.js'
import { computed, field, maybe, type RecordOf } from './field.js'
import { observedTime, stateTimes } from './observed-time-codec.js'
import { exactSecondsOf } from './wire-times.js'

/** Counts by bucket, as pairs. */
const histogram: Codec<Histogram, v.GenericSchema<(readonly [number, number])[]>> = {
  described: v.array(v.tuple([v.pipe(v.number(), v.integer()), count.described])),
  read: v.pipe(
    v.array(
      v.tuple([
        v.pipe(v.number(), v.integer(), v.minValue(-1_000), v.maxValue(10_000)),
        count.read,
      ]),
    ),
    v.transform((pairs) => new Map(pairs)),
  ),
  write: (buckets) => [...buckets].sort(([a], [b]) => a - b),
}

/** Counts by name. */
const countsByName: Codec<
  Readonly<Record<string, number>>,
  v.GenericSchema<Record<string, number>>
> = {
  described: v.record(v.string(), count.described),
  read: v.record(name.read, count.read),
}

const inState = (state: keyof StateTimes) => (time: StateTimes) => exactSecondsOf(time[state])

/** The counts of checks, of a minute, an hour or any window. */
export const COUNTS = {
  good: field('good', count, 'Checks that found what was expected'),
  slow: field('slow', count, 'Checks that did so late'),
  bad: field('bad', count, 'Checks that did not'),
  unknown: field('unknown', count, 'Checks that tell nothing of the target'),
  lost: field('lost_syns', count, 'SYNs that had to be retransmitted', { csv: 'syn_retransmits' }),
} as const

export const TIME = field(
  'time',
  stateTimes,
  'What the time was. Each result counts until the next one, for `valid_for` at most; the rest of the time nothing is known',
  {
    csv: {
      up_s: inState('up'),
      down_s: inState('down'),
      unknown_s: inState('unknown'),
      maintenance_s: inState('maintenance'),
    },
    missing: noTime,
  },
)

/** The fields of a minute or an hour, in the order in which exports have them. */
export const ROLLUP = {
  checkId: field('check', name, 'The name of the check', { csv: 'check' }),
  location: field('location', name, 'From where the checks were made'),
  at: field('start', wallTime, 'When the minute or hour begins', { csv: 'time' }),
  ...COUNTS,
  failures: field('failures', countsByName, 'How many of each', { csv: false }),
  time: TIME,
  /** Absent in what was stored by a version that did not know of it. */
  observed: maybe('observed', observedTime, 'From its first result to its last', { csv: false }),
  histogram: field(
    'histogram',
    histogram,
    'Response times of connections without a lost SYN and not suspect: pairs of a bucket and how many',
    { csv: false },
  ),
} as const

/** What happened to one check within one minute or hour. */
export interface Rollup extends RecordOf<typeof ROLLUP> {}

/** Of the time of which something is known. */
export const UPTIME = computed(
  'uptime',
  share,
  ({ time }: { readonly time: StateTimes }) => uptimeOf(time),
  'Share of time: `time.up` / (`time.up` + `time.down`). Left out if nothing is known',
)
