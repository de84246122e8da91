import * as v from 'valibot'
import { EVENT_TYPES } from '../../core/wire/event.js'
import type { Endpoint } from '../api/endpoint/endpoint.js'
import { queryValues, RequestReader } from '../api/endpoint/read-request.js'
import { HttpProblem } from '../problem/http-problem.js'
import { splitWords, wordsText } from '../wire/query-words.js'
import { shortText } from '../wire/words.js'

const queryEntries = {
  last_event_id: v.optional(
    v.pipe(shortText, v.description('The last event that was seen; the header of that name wins')),
  ),
  types: v.optional(v.pipe(wordsText(EVENT_TYPES), v.description('Only events of these types'))),
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
      'Events of the types result, verdict, incident, silence, maintenance, reload and gap, with JSON as data; reset where some were lost',
  },
  problems: ['too_many'],
  async respond({ request, query, cut }, { streams }) {
    if (request.method === 'HEAD') {
      throw new HttpProblem('method_not_allowed', 'use GET', { headers: { Allow: 'GET' } })
    }
    const reader = new RequestReader()
    const { last_event_id, types } = reader.read('query', queryEntries, queryValues(query))
    reader.end()
    const body = streams.read({
      lastId: request.headers.get('last-event-id') ?? last_event_id,
      types: splitWords(types),
      cut,
    })
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
