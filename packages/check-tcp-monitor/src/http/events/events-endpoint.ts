import * as v from 'valibot'
import { EVENT_TYPES } from '../../core/wire/event.js'
import type { Endpoint } from '../api/endpoint/endpoint.js'
import { queryValues, RequestReader } from '../api/endpoint/read-request.js'
import { overviewFeed } from '../overview/overview-feed.js'
import { MAX_SHOWN } from '../overview/overview-wire.js'
import { HttpProblem } from '../problem/http-problem.js'
import { splitWords, wordsText } from '../wire/query-words.js'
import { shortText } from '../wire/words.js'
import { createEventText } from './event-text.js'
import { logFeed } from './log-feed.js'

const rowsInWords = `at most ${MAX_SHOWN} numbers of rows, with commas between them`

const rowsText = v.pipe(
  v.string(rowsInWords),
  v.regex(new RegExp(`^\\d{1,6}(?:,\\d{1,6}){0,${MAX_SHOWN - 1}}$`), rowsInWords),
  v.description(
    'Rows that are on the screen: above 1,000 results a second, response times come for these alone',
  ),
)

/** Writes each event once, however many readers there are. */
const textOf = createEventText()

const queryEntries = {
  last_event_id: v.optional(
    v.pipe(shortText, v.description('The last event that was seen; the header of that name wins')),
  ),
  types: v.optional(v.pipe(wordsText(EVENT_TYPES), v.description('Only events of these types'))),
  view: v.optional(
    v.pipe(
      v.literal('overview', 'overview'),
      v.description('Events `patch` for who has `/api/v1/overview`, from its `id` on'),
    ),
  ),
  shown: v.optional(rowsText),
} as const

/** What happens, as it happens, and what was missed since the last event that was seen. */
export const streamEvents: Endpoint = {
  id: 'streamEvents',
  method: 'GET',
  path: '/api/v1/events',
  summary: 'What happens, as server-sent events; `Last-Event-ID` replays what was missed',
  role: 'read',
  pathEntries: {},
  queryEntries,
  answer: {
    status: 200,
    media: 'text/event-stream',
    description:
      'Events of the types result, verdict, incident, silence, maintenance, reload and gap, with JSON as data; reset where some were lost. With `view=overview`: patch, at most four a second, and reset',
  },
  problems: ['too_many'],
  async respond({ request, query, cut, isStillLetIn }, { streams, overview, options }) {
    if (request.method === 'HEAD') {
      throw new HttpProblem('method_not_allowed', 'use GET', { headers: { Allow: 'GET' } })
    }
    const reader = new RequestReader()
    const { last_event_id, types, view, shown } = reader.read(
      'query',
      queryEntries,
      queryValues(query),
    )
    reader.end()
    if (view) await overview.board.open()
    const feed = view
      ? overviewFeed(overview.board, new Set(shown?.split(',').map(Number)))
      : logFeed(options.monitor.events, textOf, splitWords(types))
    const lastId = request.headers.get('last-event-id') ?? last_event_id
    const body = streams.read({ feed, lastId, cut, isStillLetIn })
    if (!body) {
      throw new HttpProblem('too_many', 'too many streams of events are open', {
        headers: { 'Retry-After': '10' },
      })
    }
    return new Response(body, {
      headers: {
        'Content-Type': 'text/event-stream; charset=utf-8',
        // Otherwise the first events would wait for more of them.
        'Transfer-Encoding': 'chunked',
        // nginx would keep them back.
        'X-Accel-Buffering': 'no',
      },
    })
  },
}
