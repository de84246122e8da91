import { type Foreign, isMapping, isTruthy, mappingOf, numberOf, textOf } from '../foreign-value.js'
import type { Receiver } from '../routes.js'

/** A notification of Uptime Kuma as something that a route can tell. */
export function kumaReceiver(
  id: string,
  notifications: readonly Foreign[],
  path: string,
): Receiver {
  const notification = mappingOf(notifications.find((one) => textOf(one.id) === id))
  const config = configOf(notification)
  const title = textOf(notification.name) ?? textOf(config.name) ?? `notification ${id}`
  const { channel, left } = channelOf(config)
  return { key: id, title, where: `${path}: notification "${title}"`, channel, left }
}

/** Its settings are JSON within JSON, or stand beside its name. */
function configOf(notification: Foreign): Foreign {
  if (typeof notification.config !== 'string') {
    return isMapping(notification.config) ? notification.config : notification
  }
  try {
    return mappingOf(JSON.parse(notification.config))
  } catch {
    return {}
  }
}

interface Made {
  readonly channel: Foreign | undefined
  readonly left: readonly string[]
}

function channelOf(config: Foreign): Made {
  const text = (key: string) => textOf(config[key])
  const optional = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value })
  const leftOf = (...keys: readonly string[]) => keys.filter((key) => isSet(config[key]))
  switch (config.type) {
    case 'slack':
      return {
        channel: { kind: 'slack', url: text('slackwebhookURL') },
        left: leftOf('slackchannel', 'slackusername', 'slackiconemo', 'slackchannelnotify'),
      }
    case 'discord':
      return {
        channel: { kind: 'discord', url: discordUrl(config) },
        left: leftOf('discordUsername', 'discordPrefixMessage', 'postName'),
      }
    case 'ntfy':
      return {
        channel: {
          kind: 'ntfy',
          topic: text('ntfytopic'),
          ...optional('url', text('ntfyserverurl')),
          ...ntfyAccess(config),
        },
        left: leftOf('ntfyPriority', 'ntfyPriorityDown', 'ntfyIcon', 'ntfyCall'),
      }
    case 'telegram':
      return {
        channel: {
          kind: 'telegram',
          token: text('telegramBotToken'),
          chat: text('telegramChatID'),
          ...optional('url', text('telegramServerUrl')),
        },
        left: leftOf('telegramMessageThreadID', 'telegramSendSilently', 'telegramProtectContent'),
      }
    case 'PagerDuty':
      return {
        channel: {
          kind: 'pagerduty',
          routing_key: text('pagerdutyIntegrationKey'),
          ...optional('url', text('pagerdutyIntegrationUrl')),
        },
        left: leftOf('pagerdutyPriority'),
      }
    case 'smtp':
      return {
        channel: {
          kind: 'email',
          host: text('smtpHost'),
          ...optional('port', numberOf(config.smtpPort)),
          ...(isTruthy(config.smtpSecure) ? { secure: true } : {}),
          ...optional('user', text('smtpUsername')),
          ...optional('password', text('smtpPassword')),
          from: text('smtpFrom'),
          to: (text('smtpTo') ?? '').split(',').map((one) => one.trim()),
        },
        left: leftOf('smtpCC', 'smtpBCC', 'customSubject', 'smtpIgnoreTLSError', 'smtpDkimDomain'),
      }
    default:
      return { channel: undefined, left: [] }
  }
}

/** A thread stands in the URL of the webhook (Discord, "Execute Webhook"). */
function discordUrl(config: Foreign): string | undefined {
  const [url, thread] = [textOf(config.discordWebhookUrl), textOf(config.threadId)]
  if (config.discordChannelType !== 'postToThread' || !url || !thread) return url
  return `${url}${url.includes('?') ? '&' : '?'}thread_id=${encodeURIComponent(thread)}`
}

/** What is filled in for a way to log in that is not chosen stays in the settings. */
function ntfyAccess(config: Foreign): Foreign {
  switch (config.ntfyAuthenticationMethod) {
    case 'accessToken':
      return { token: textOf(config.ntfyaccesstoken) }
    case 'usernamePassword':
      return { user: textOf(config.ntfyusername), password: textOf(config.ntfypassword) }
    default:
      return {}
  }
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false
}
