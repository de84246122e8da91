import * as v from 'valibot'
import { LEVEL_MS } from '../../../core/level.js'
import { cursorText, integerText } from '../../wire/query-words.js'
import { resultSchema, resultWire } from '../../wire/result-wire.js'
import { rollupSchema, rollupWire, summarySchema, summaryWire } from '../../wire/rollup-wire.js'
import { shortText } from '../../wire/words.js'
import { findCheck } from '../endpoint/find-check.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { invalid } from '../endpoint/read-request.js'
import {
  openWindowEntries,
  readOpenWindow,
  readWindow,
  windowEntries,
} from '../endpoint/read-window.js'
import { checkPath } from './checks.js'

/** Results of one page; a page of 1,000 is about 300 KB. */
const MAX_RESULTS = 1_000
const DEFAULT_RESULTS = 100

/** Minutes or hours of one answer: three and a half days of minutes, or seven months of hours. */
const MAX_BUCKETS = 5_000

const locationEntry = v.optional(
  v.pipe(shortText, v.description('What this location saw; what each saw if left out')),
)

export const listResults = jsonEndpoint({
  id: 'listResults',
  method: 'GET',
  path: '/api/v1/checks/{id}/results',
  summary: 'Single results of one check, those made last first',
  pathEntries: checkPath,
  queryEntries: {
    ...openWindowEntries,
    location: locationEntry,
    limit: v.optional(
      v.pipe(integerText(1, MAX_RESULTS), v.description(`${DEFAULT_RESULTS} if left out`)),
    ),
    cursor: v.optional(cursorText),
  },
  answer: v.strictObject({
    results: v.array(resultSchema),
    next: v.optional(v.pipe(v.string(), v.description('The `cursor` of the next page'))),
  }),
  problems: ['not_found', 'store_unavailable'],
  async handle({ path, query }, tools) {
    const { id } = findCheck(path.id, tools)
    const { limit = DEFAULT_RESULTS, location, cursor } = query
    const page = await tools.options.store.queries.results({
      checkId: id,
      ...readOpenWindow(query),
      limit,
      ...(location === undefined ? {} : { location }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    const results = page.results.map(resultWire)
    return page.next === undefined ? { results } : { results, next: page.next }
  },
})

export const listRollups = jsonEndpoint({
  id: 'listRollups',
  method: 'GET',
  path: '/api/v1/checks/{id}/rollups',
  summary: 'What happened to one check in each minute or hour, the oldest first',
  pathEntries: checkPath,
  queryEntries: {
    ...windowEntries,
    location: locationEntry,
    level: v.pipe(
      v.picklist(['minute', 'hour'], 'minute or hour'),
      v.description(`At most ${MAX_BUCKETS} of them in one answer`),
    ),
  },
  answer: v.strictObject({ rollups: v.array(rollupSchema) }),
  problems: ['not_found', 'store_unavailable'],
  async handle({ path, query }, tools) {
    const { id } = findCheck(path.id, tools)
    const { location } = query
    const series = { checkId: id, ...(location === undefined ? {} : { location }) }
    const { clock, store } = tools.options
    const window = readWindow(query, clock.wallMs())
    if ((window.until - window.from) / LEVEL_MS[query.level] > MAX_BUCKETS) {
      const message = `the window must have at most ${MAX_BUCKETS} of \`level\`: ask for less, or for hours`
      throw invalid([{ in: 'query', name: 'from', message }])
    }
    const rollups = await store.queries.rollups(series, query.level, window)
    return { rollups: rollups.map(rollupWire) }
  },
})

export const getSummary = jsonEndpoint({
  id: 'getSummary',
  method: 'GET',
  path: '/api/v1/checks/{id}/summary',
  summary: 'What one location knows of one check over a window as a whole',
  pathEntries: checkPath,
  queryEntries: {
    ...windowEntries,
    location: v.optional(
      v.pipe(
        shortText,
        v.description("This monitor's own if left out; needed where a check has several"),
      ),
    ),
  },
  answer: summarySchema,
  problems: ['not_found', 'store_unavailable'],
  async handle({ path, query }, tools) {
    const { id, location: own, locations = [] } = findCheck(path.id, tools)
    const { location = own } = query
    if (query.location === undefined && locations.length > 0) {
      const names = locations.map((each) => each.location).join(', ')
      const message = `\`location\` must be one of ${names}: each of them knows the target for itself`
      throw invalid([{ in: 'query', name: 'location', message }])
    }
    const { clock, store } = tools.options
    const now = clock.wallMs()
    const { from, until } = readWindow(query, now)
    // What the newest result stands for is known up to now.
    const seen = { from, until: Math.min(until, Math.max(from, now)) }
    const summary = await store.queries.summary({ checkId: id, location }, seen)
    return summaryWire({ ...summary, checkId: id, location, from, until })
  },
})
