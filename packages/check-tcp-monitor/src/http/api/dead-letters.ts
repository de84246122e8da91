import * as v from 'valibot'
import {
  chooseDeadLetters,
  MAX_DEAD_LETTERS,
  resendDeadLetters,
} from '../../alert/outbox/resend-dead-letters.js'
import { deadLetterSchema, deadLetterWire } from '../wire/dead-letter-wire.js'
import { integerText } from '../wire/query-words.js'
import { count, shortText } from '../wire/words.js'
import { durably } from './endpoint/durably.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'
import { invalid } from './endpoint/read-request.js'

const DEFAULT_LIMIT = 100

const idsInWords = 'a list of ids of dead letters'

const id = v.pipe(v.string(idsInWords), v.regex(/^\d{1,15}$/, idsInWords))

export const listDeadLetters = jsonEndpoint({
  id: 'listDeadLetters',
  method: 'GET',
  path: '/api/v1/dead-letters',
  summary: 'Notices that could not be delivered, those given up last first',
  pathEntries: {},
  queryEntries: {
    channel: v.optional(shortText),
    limit: v.optional(
      v.pipe(integerText(1, MAX_DEAD_LETTERS), v.description(`${DEFAULT_LIMIT} if not given`)),
    ),
  },
  answer: v.strictObject({ dead_letters: v.array(deadLetterSchema) }),
  problems: ['store_unavailable'],
  async handle({ query: { channel, limit = DEFAULT_LIMIT } }, { options: { store } }) {
    const letters = await store.outbox.deadLetters(channel === undefined ? limit : MAX_DEAD_LETTERS)
    const chosen = chooseDeadLetters(letters, { channel }).slice(0, limit)
    return { dead_letters: chosen.map(deadLetterWire) }
  },
})

export const resend = jsonEndpoint({
  id: 'resendDeadLetters',
  method: 'POST',
  path: '/api/v1/dead-letters/resend',
  summary: 'Sends dead letters again, over the same channels',
  pathEntries: {},
  queryEntries: {},
  bodyEntries: {
    ids: v.optional(v.pipe(v.array(id, idsInWords), v.maxLength(MAX_DEAD_LETTERS, idsInWords))),
    channel: v.optional(v.pipe(shortText, v.description('Those of one channel'))),
    all: v.optional(v.pipe(v.literal(true, 'true'), v.description('Instead of the others'))),
  },
  audited: ['ids', 'channel', 'all'],
  answer: v.strictObject({
    resent: v.pipe(count, v.description('Dead letters to be sent again')),
    skipped: v.pipe(count, v.description('Those of channels removed from the config')),
  }),
  problems: ['store_unavailable'],
  async handle({ body: { ids, channel, all } }, { options }) {
    const refuse = (name: string, message: string) => invalid([{ in: 'body', name, message }])
    if ((all === undefined) === (ids === undefined && channel === undefined)) {
      throw refuse('ids', 'either `all`, or `ids`, `channel` or both must be given')
    }
    const { store, clock, config, deliver } = options
    const channels = new Set(config().alerting.channels.map(({ name }) => name))
    const now = Math.floor(clock.wallMs())
    const query = { ids: ids?.map(Number), channel }
    const done = await durably(clock, resendDeadLetters(query, { store, channels, now }))
    const { resent, skipped, unknown } = done
    if (unknown.length > 0) throw refuse('ids', `there is no dead letter ${unknown.join(', ')}`)
    deliver?.()
    return { resent, skipped }
  },
})
