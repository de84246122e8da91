import type { Channel } from '../../core/alert/channel.js'
import type { AlertingConfig, ChannelConfig } from '../../core/config/alerting.js'
import { CHANNEL_DEFINITIONS } from './channel-definitions.js'
import type { ChannelTools } from './channel-tools.js'

/** The channels of a config, in its order. Nothing is sent or connected before the first `send`. */
export function createChannels(
  { channels }: Pick<AlertingConfig, 'channels'>,
  tools: ChannelTools,
): readonly Channel[] {
  return channels.map((config) => createChannel(config, tools))
}

/**
 * One channel by its config, which the schema of its kind has read.
 *
 * @throws {RangeError} where there is no such kind
 */
export function createChannel(config: ChannelConfig, tools: ChannelTools): Channel {
  const { name, kind } = config
  const definition = CHANNEL_DEFINITIONS.find((each) => each.kind === kind)
  if (!definition) throw new RangeError(`there is no kind of channel ${kind}`)
  return { name, kind, ...definition.create(config as never, tools) }
}
