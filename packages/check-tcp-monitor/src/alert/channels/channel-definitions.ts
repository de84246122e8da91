import { alertmanager } from './alertmanager.js'
import { command } from './command.js'
import type { ConfigOfKind } from './define-channel.js'
import { discord } from './discord.js'
import { email } from './email.js'
import { ntfy } from './ntfy.js'
import { pagerduty } from './pagerduty.js'
import { slack } from './slack.js'
import { telegram } from './telegram.js'
import { webhook } from './webhook.js'

/** Every kind of channel, in the order in which messages and documents name them. */
export const CHANNEL_DEFINITIONS = [
  webhook,
  alertmanager,
  email,
  slack,
  pagerduty,
  telegram,
  ntfy,
  discord,
  command,
] as const

export type ChannelKind = (typeof CHANNEL_DEFINITIONS)[number]['kind']

/** The config of a channel of one of the kinds. */
export type KnownChannelConfig = ConfigOfKind<(typeof CHANNEL_DEFINITIONS)[number]>
