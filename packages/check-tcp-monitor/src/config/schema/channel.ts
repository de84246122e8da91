import * as v from 'valibot'
import type { ChannelConfig, ChannelKind } from '../../core/alerting.js'
import { boolean, integer, text, url } from './words.js'

const texts = v.record(v.string(), text, 'a mapping of texts')

const textList = v.pipe(
  v.array(text, 'a list of texts'),
  v.minLength(1, 'a list of at least one text'),
)

/** The settings of each kind of channel. */
const KINDS = {
  webhook: { url, secret: v.optional(text), headers: v.optional(texts) },
  alertmanager: { url, labels: v.optional(texts) },
  email: {
    host: text,
    port: v.optional(integer(1, 65_535), 587),
    secure: v.optional(boolean),
    user: v.optional(text),
    password: v.optional(text),
    from: text,
    to: textList,
  },
  slack: { url },
  pagerduty: { routing_key: text, url: v.optional(url) },
  telegram: { token: text, chat: v.union([text, v.number()], 'a text'), url: v.optional(url) },
  command: { command: textList },
} as const satisfies Record<ChannelKind, v.ObjectEntries>

export const CHANNEL_KINDS = Object.keys(KINDS) as readonly ChannelKind[]

const variants = {
  webhook: v.strictObject({ kind: v.literal('webhook'), ...KINDS.webhook }),
  alertmanager: v.strictObject({ kind: v.literal('alertmanager'), ...KINDS.alertmanager }),
  email: v.strictObject({ kind: v.literal('email'), ...KINDS.email }),
  slack: v.strictObject({ kind: v.literal('slack'), ...KINDS.slack }),
  pagerduty: v.strictObject({ kind: v.literal('pagerduty'), ...KINDS.pagerduty }),
  telegram: v.strictObject({ kind: v.literal('telegram'), ...KINDS.telegram }),
  command: v.strictObject({ kind: v.literal('command'), ...KINDS.command }),
} as const

export const channelSchema = v.variant(
  'kind',
  [
    variants.webhook,
    variants.alertmanager,
    variants.email,
    variants.slack,
    variants.pagerduty,
    variants.telegram,
    variants.command,
  ],
  `one of ${CHANNEL_KINDS.join(', ')}`,
)

export type Channel = v.InferOutput<typeof channelSchema>

/** Submission over TLS from the first byte (RFC 8314 section 3.3). */
const SMTPS_PORT = 465

export function channelOf(name: string, channel: Channel): ChannelConfig {
  switch (channel.kind) {
    case 'email':
      return {
        ...channel,
        name,
        secure: channel.secure ?? channel.port === SMTPS_PORT,
      } as ChannelConfig
    case 'pagerduty': {
      const { routing_key, ...rest } = channel
      return { ...rest, name, routingKey: routing_key } as ChannelConfig
    }
    case 'telegram':
      return { ...channel, name, chat: String(channel.chat) } as ChannelConfig
    default:
      return { ...channel, name } as ChannelConfig
  }
}
