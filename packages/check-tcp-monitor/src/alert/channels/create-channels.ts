import type { AlertingConfig, ChannelConfig } from '../../core/alerting.js'
import type { Channel } from '../../core/channel.js'
import { createAlertmanager } from './alertmanager.js'
import type { ChannelTools } from './channel-tools.js'
import { createCommand } from './command.js'
import { createEmail } from './email.js'
import { createPagerDuty } from './pagerduty.js'
import { createSlack } from './slack.js'
import { createTelegram } from './telegram.js'
import { createWebhook } from './webhook.js'

/** The channels of a config, in its order. Nothing is sent or connected before the first `send`. */
export function createChannels(
  { channels }: Pick<AlertingConfig, 'channels'>,
  tools: ChannelTools,
): readonly Channel[] {
  return channels.map((config) => createChannel(config, tools))
}

/** One channel by its config. */
export function createChannel(config: ChannelConfig, tools: ChannelTools): Channel {
  switch (config.kind) {
    case 'webhook':
      return createWebhook(config, tools)
    case 'alertmanager':
      return createAlertmanager(config, tools)
    case 'email':
      return createEmail(config)
    case 'slack':
      return createSlack(config, tools)
    case 'pagerduty':
      return createPagerDuty(config, tools)
    case 'telegram':
      return createTelegram(config, tools)
    case 'command':
      return createCommand(config, tools)
    default:
      return config satisfies never
  }
}
