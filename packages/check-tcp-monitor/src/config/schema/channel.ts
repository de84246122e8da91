import * as v from 'valibot'
import { CHANNEL_DEFINITIONS } from '../../alert/channels/channel-definitions.js'

const kinds = CHANNEL_DEFINITIONS.map(({ kind }) => kind)

/** The settings of one channel, by its kind. */
export const channelSchema = v.variant(
  'kind',
  CHANNEL_DEFINITIONS.map(({ schema }) => schema),
  `one of ${kinds.join(', ')}`,
)
