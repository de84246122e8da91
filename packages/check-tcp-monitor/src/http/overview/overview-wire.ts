import * as v from 'valibot'
import { VERDICTS } from '../../core/verdict.js'
import { moment, seconds } from '../wire/words.js'
import { HOUR_CLASSES } from './hour-class.js'
import { HOURS } from './hour-strips.js'
import { FLAGS } from './overview-row.js'

const numbers = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))
const times = v.array(v.nullable(seconds))
const byRow = <T extends v.GenericSchema>(value: T) => v.record(v.string(), value)

const flagWords = Object.entries(FLAGS).map(([name, bit]) => `${bit} ${name}`)

/** Columns that patches have too, a value a row. */
const liveColumns = {
  verdict: v.pipe(numbers, v.description('Places in `verdicts`')),
  since: v.pipe(numbers, v.description('Of the verdict: whole seconds since 1970')),
  newest: v.pipe(times, v.description('Newest response times, seconds to three digits')),
  flags: v.pipe(numbers, v.description(`Sums of ${flagWords.join(', ')}`)),
  why: v.pipe(byRow(v.string()), v.description('By row: the failure in words')),
  incident: v.pipe(byRow(v.string()), v.description('By row: the id of its open incident')),
  votes: v.pipe(
    byRow(v.string()),
    v.description('By row: what its locations believe, a digit each, a place in `verdicts`'),
  ),
} as const

const head = {
  at: moment,
  hour: v.pipe(moment, v.description('When the newest hour of the strips began')),
  isolated: v.pipe(v.boolean(), v.description('This location is cut off')),
  problems: v.pipe(v.array(v.string()), v.description('What is wrong with the monitor itself')),
} as const

const STRIP = `What the last ${HOURS} hours were, the oldest first: places in \`hours\`, a digit each`

/** Everything that the overview shows, in columns: a check is a row, the first one row 0. */
export const overviewSchema = v.strictObject({
  id: v.pipe(v.string(), v.description('`Last-Event-ID` of the patches that follow')),
  ...head,
  version: v.string(),
  location: v.string(),
  verdicts: v.pipe(v.array(v.picklist(VERDICTS)), v.description('What `verdict` counts from 0')),
  hours: v.pipe(v.array(v.picklist(HOUR_CLASSES)), v.description('What `strip` counts from 0')),
  tags: v.array(v.string()),
  locations: v.array(v.string()),
  checks: v.strictObject({
    id: v.array(v.string()),
    target: v.array(v.string()),
    tags: v.pipe(v.array(numbers), v.description('Places in `tags`')),
    from: v.pipe(byRow(numbers), v.description('By row: its locations, places in `locations`')),
    ...liveColumns,
    typical: times,
    high: v.pipe(times, v.description('More is not normal at this hour')),
    strip: v.pipe(v.array(v.string()), v.description(STRIP)),
  }),
})

export type Overview = v.InferInput<typeof overviewSchema>

/** Of an event `patch`: what has become of some rows. */
export const patchSchema = v.strictObject({
  ...head,
  rows: v.pipe(numbers, v.description('Of which the columns speak, in their order')),
  ...liveColumns,
  cell: v.pipe(v.string(), v.description('The newest hour of each, a digit')),
  strip: v.pipe(byRow(v.string()), v.description('By row, where older hours became known')),
  normal: v.pipe(
    byRow(v.tuple([v.nullable(seconds), v.nullable(seconds)])),
    v.description('By row, where it has changed: typical and high'),
  ),
  sparse: v.optional(
    v.pipe(
      v.literal(true),
      v.description('So much happens that response times come for the rows of `shown` alone'),
    ),
  ),
})

export type OverviewPatch = v.InferInput<typeof patchSchema>

/** Rows that a reader may say it shows. */
export const MAX_SHOWN = 200
