import { type Foreign, isMapping, mappingOf, numberOf, textOf } from '../foreign-value.js'
import type { Receiver } from '../routes.js'

/** Keys of every provider that say nothing of where it sends to. */
const COMMON_KEYS: readonly string[] = ['default-alert']

/** A provider under `alerting` as a channel of ours, where there is one of its kind. */
export function gatusReceiver(type: string, alerting: Foreign, path: string): Receiver {
  const provider = mappingOf(alerting[type])
  const { channel, used } = channelOf(type, provider)
  const left = channel === undefined ? [] : Object.keys(provider)
  return {
    key: type,
    title: type,
    where: `${path}: alerting.${type}`,
    channel,
    left: left.filter((key) => !used.includes(key) && !COMMON_KEYS.includes(key)),
  }
}

interface Made {
  readonly channel: Foreign | undefined
  /** Keys of the provider that are in the channel. */
  readonly used: readonly string[]
}

function channelOf(type: string, provider: Foreign): Made {
  const text = (key: string) => textOf(provider[key])
  const optional = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value })
  switch (type) {
    case 'slack':
      return { channel: { kind: 'slack', url: text('webhook-url') }, used: ['webhook-url'] }
    case 'discord':
      return { channel: { kind: 'discord', url: text('webhook-url') }, used: ['webhook-url'] }
    case 'ntfy':
      return {
        channel: {
          kind: 'ntfy',
          topic: text('topic'),
          ...optional('url', text('url')),
          ...optional('token', text('token')),
          ...optional('click', text('click')),
        },
        used: ['topic', 'url', 'token', 'click'],
      }
    case 'pagerduty':
      return {
        channel: { kind: 'pagerduty', routing_key: text('integration-key') },
        used: ['integration-key'],
      }
    case 'telegram':
      return {
        channel: {
          kind: 'telegram',
          token: text('token'),
          chat: text('id'),
          ...optional('url', text('api-url')),
        },
        used: ['token', 'id', 'api-url'],
      }
    case 'email':
      return {
        channel: {
          kind: 'email',
          host: text('host'),
          ...optional('port', portOf(provider.port)),
          // Without a password Gatus does not log in.
          ...(text('password') === undefined
            ? {}
            : { user: text('username') ?? text('from'), password: text('password') }),
          from: text('from'),
          to: (text('to') ?? '').split(',').map((one) => one.trim()),
        },
        used: ['host', 'port', 'username', 'password', 'from', 'to'],
      }
    default:
      return { channel: undefined, used: [] }
  }
}

function portOf(value: unknown): unknown {
  return isMapping(value) ? undefined : (numberOf(value) ?? textOf(value))
}
