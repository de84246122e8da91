import { randomUUID } from 'node:crypto'
import { quote } from 'check-tcp/words'
import * as v from 'valibot'
import type { Silence } from '../../core/wire/planned-window.js'
import { byEntry, byWhom } from '../access/by-whom.js'
import { HttpProblem } from '../problem/http-problem.js'
import { silenceSchema, silenceWire } from '../wire/silence-wire.js'
import { longText, shortText } from '../wire/words.js'
import { durably } from './endpoint/durably.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'
import { lastingEntries, unmatched, untilOf } from './endpoint/lasting.js'
import { invalid } from './endpoint/read-request.js'

export const listSilences = jsonEndpoint({
  id: 'listSilences',
  method: 'GET',
  path: '/api/v1/silences',
  summary: 'The silences that hold now',
  pathEntries: {},
  queryEntries: {},
  answer: v.strictObject({ silences: v.array(silenceSchema) }),
  handle: (_request, { options: { monitor } }) => ({
    silences: monitor.silences().map(silenceWire),
  }),
})

export const addSilence = jsonEndpoint({
  id: 'addSilence',
  method: 'POST',
  path: '/api/v1/silences',
  summary: 'Silences a check, or all with a tag, until a time or for a while',
  pathEntries: {},
  queryEntries: {},
  bodyEntries: {
    matches: v.pipe(shortText, v.description('A check, or `tag:NAME`')),
    ...lastingEntries,
    by: byEntry,
    note: v.optional(longText),
  },
  audited: ['matches', 'until', 'for'],
  status: 201,
  answer: silenceSchema,
  problems: ['store_unavailable'],
  async handle({ body, caller }, { options: { clock, monitor } }) {
    const from = Math.floor(clock.wallMs())
    const until = untilOf(body, from)
    const message = unmatched(body.matches, monitor.config)
    if (message !== undefined) throw invalid([{ in: 'body', name: 'matches', message }])
    const { matches, note } = body
    const silence: Silence = {
      id: randomUUID(),
      matches,
      from,
      until,
      by: byWhom(body.by, caller),
      ...(note === undefined ? {} : { note }),
    }
    await durably(clock, monitor.silence(silence))
    return silenceWire(silence)
  },
})

export const endSilence = jsonEndpoint({
  id: 'endSilence',
  method: 'DELETE',
  path: '/api/v1/silences/{id}',
  summary: 'Ends a silence now',
  pathEntries: { id: shortText },
  queryEntries: {},
  answer: silenceSchema,
  problems: ['not_found', 'store_unavailable'],
  async handle({ path }, { options: { clock, monitor } }) {
    const silence = monitor.silences().find(({ id }) => id === path.id)
    if (!silence) throw new HttpProblem('not_found', `no silence that holds is ${quote(path.id)}`)
    const ended = { ...silence, until: Math.max(silence.from, Math.floor(clock.wallMs())) }
    await durably(clock, monitor.silence(ended))
    return silenceWire(ended)
  },
})
