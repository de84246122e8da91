import { nearestSpelling, quote } from 'check-tcp/words'
import * as v from 'valibot'
import { MAX_DEAD_LETTERS } from '../../alert/outbox/resend-dead-letters.js'
import type { SendOutcome } from '../../core/alert/channel.js'
import { momentOf, secondsOf } from '../../core/wire/wire-times.js'
import { HttpProblem } from '../problem/http-problem.js'
import { count, known, moment, seconds, shortText } from '../wire/words.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'

const channelSchema = v.strictObject({
  channel: v.pipe(v.string(), v.description('Its name in the config')),
  kind: v.string(),
  delivers: v.optional(
    v.pipe(v.boolean(), v.description('Absent: it was sent nothing since the monitor was started')),
  ),
  delivered_at: v.optional(v.pipe(moment, v.description('When it last took a notice'))),
  failed_at: v.optional(v.pipe(moment, v.description('When it last did not take one'))),
  error: v.optional(v.pipe(v.string(), v.description('Why'))),
  waiting: v.pipe(count, v.description('Notices that it is still to deliver')),
  dead_letters: v.pipe(count, v.description('Notices that it did not take for good')),
})

const channelsSchema = v.strictObject({ channels: v.array(channelSchema) })

export type ChannelsWire = v.InferInput<typeof channelsSchema>

export const listChannels = jsonEndpoint({
  id: 'listChannels',
  method: 'GET',
  path: '/api/v1/channels',
  summary: 'The channels of the config, and whether they deliver',
  pathEntries: {},
  queryEntries: {},
  answer: channelsSchema,
  problems: ['store_unavailable'],
  async handle(_request, { options: { channels, store } }) {
    const states = channels?.channels() ?? []
    const letters = states.length > 0 ? await store.outbox.deadLetters(MAX_DEAD_LETTERS) : []
    return {
      channels: states.map(({ name, kind, waiting, delivers, deliveredAt, failedAt, error }) =>
        known({
          channel: name,
          kind,
          delivers,
          delivered_at: deliveredAt === undefined ? undefined : momentOf(deliveredAt),
          failed_at: failedAt === undefined ? undefined : momentOf(failedAt),
          error,
          waiting,
          dead_letters: letters.filter(({ channel }) => channel === name).length,
        }),
      ),
    }
  },
})

const outcomeSchema = v.strictObject({
  outcome: v.picklist(['delivered', 'failed', 'refused']),
  error: v.optional(v.string()),
})

const testSchema = v.strictObject({
  opened: outcomeSchema,
  resolved: v.optional(
    v.pipe(outcomeSchema, v.description('Absent where the receiver ends the test by itself')),
  ),
  later: v.optional(
    v.pipe(
      v.strictObject({
        wait: v.optional(v.pipe(seconds, v.description('That the receiver waits, at most'))),
        ends_at: v.pipe(moment, v.description('When the test ends there by itself')),
      }),
      v.description('Of a receiver that itself decides when people are notified'),
    ),
  ),
})

export type ChannelTestWire = v.InferInput<typeof testSchema>

export const testChannel = jsonEndpoint({
  id: 'testChannel',
  method: 'POST',
  path: '/api/v1/channels/{channel}/test',
  summary: 'Sends a test over one channel: an incident marked as one, opened and resolved',
  pathEntries: { channel: shortText },
  queryEntries: {},
  answer: testSchema,
  problems: ['not_found', 'too_many'],
  async handle({ path: { channel } }, { options: { channels } }) {
    const names = channels?.channels().map(({ name }) => name) ?? []
    if (!channels || !names.includes(channel)) throw unknownChannel(channel, names)
    const outcome = await channels.test(channel)
    if (!outcome) {
      throw new HttpProblem('too_many', `a test of ${quote(channel)} is under way`, {
        headers: { 'Retry-After': '5' },
      })
    }
    const { opened, resolved, later } = outcome
    return known({
      opened: outcomeWire(opened),
      resolved: resolved && outcomeWire(resolved),
      later: later && {
        ...(later.waitMs !== undefined && { wait: secondsOf(later.waitMs) }),
        ends_at: momentOf(later.endsAt),
      },
    })
  },
})

function outcomeWire(outcome: SendOutcome) {
  const { kind } = outcome
  return kind === 'delivered' ? { outcome: kind } : { outcome: kind, error: outcome.error }
}

function unknownChannel(channel: string, names: readonly string[]): HttpProblem {
  const nearest = channel.length > 60 ? undefined : nearestSpelling(channel, names)
  const hint = nearest === undefined ? '' : `; did you mean ${quote(nearest)}?`
  return new HttpProblem('not_found', `the config has no channel ${quote(channel)}${hint}`)
}
