import { randomUUID } from 'node:crypto'
import { quote } from 'check-tcp/config-files'
import * as v from 'valibot'
import type { MonitorConfig } from '../../core/monitor-config.js'
import type { Silence } from '../../core/store.js'
import { HttpProblem } from '../problem/http-problem.js'
import { silenceSchema, silenceWire } from '../wire/silence-wire.js'
import { longText, shortText, time } from '../wire/words.js'
import { durably } from './durably.js'
import { hint } from './find-check.js'
import { jsonEndpoint } from './json-endpoint.js'
import { invalid } from './read-request.js'

/** A silence that lasts longer is a check that nobody wants. */
const LONGEST_SECONDS = 366 * 86_400

const forInWords = `a number of seconds above 0, at most ${LONGEST_SECONDS}`

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
  summary: 'Nobody is told of a check, or of all with a tag, from now until a time or for a while',
  pathEntries: {},
  queryEntries: {},
  bodyEntries: {
    matches: v.pipe(shortText, v.description('A check, or `tag:NAME`')),
    until: v.optional(v.pipe(time, v.description('Either this or `for`'))),
    for: v.optional(
      v.pipe(
        v.number(forInWords),
        v.gtValue(0, forInWords),
        v.maxValue(LONGEST_SECONDS, forInWords),
        v.description('Seconds'),
      ),
    ),
    by: shortText,
    note: v.optional(longText),
  },
  status: 201,
  answer: silenceSchema,
  problems: ['store_unavailable'],
  async handle({ body }, { options: { clock, monitor } }) {
    const from = Math.floor(clock.wallMs())
    const until = untilOf(body, from)
    const message = unmatched(body.matches, monitor.config)
    if (message !== undefined) throw invalid([{ in: 'body', name: 'matches', message }])
    const { matches, by, note } = body
    const silence: Silence = {
      id: randomUUID(),
      matches,
      from,
      until,
      by,
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

interface Lasting {
  readonly until?: string | undefined
  readonly for?: number | undefined
}

function untilOf(lasting: Lasting, from: number): number {
  const refuse = (name: string, message: string) => invalid([{ in: 'body', name, message }])
  const { until, for: seconds } = lasting
  if ((until === undefined) === (seconds === undefined)) {
    throw refuse('until', 'exactly one of `until` and `for` must be given')
  }
  if (seconds !== undefined) return from + Math.ceil(seconds * 1_000)
  const at = Date.parse(until ?? '')
  if (at <= from) throw refuse('until', '`until` must be in the future')
  if (at > from + LONGEST_SECONDS * 1_000) {
    throw refuse('until', `\`until\` must be within ${LONGEST_SECONDS / 86_400} days`)
  }
  return at
}

/** What is misspelt would silence nothing, and nobody would know. */
function unmatched(matches: string, { checks }: MonitorConfig): string | undefined {
  const tag = matches.startsWith('tag:') ? matches.slice(4) : undefined
  if (checks.some(({ id, tags }) => id === matches || (tag !== undefined && tags.includes(tag)))) {
    return undefined
  }
  if (tag !== undefined) return `no check has the tag ${quote(tag)}`
  return `no check is called ${quote(matches)}${hint(matches, { checks })}`
}
