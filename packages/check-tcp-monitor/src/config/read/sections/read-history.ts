import type { YamlTree } from 'check-tcp/yaml'
import { historySchema } from '../../schema/monitor.js'
import { readValue } from '../read-value.js'
import type { Source } from '../source.js'

/** Reads `history`: how long results may wait before they are written, in milliseconds; undefined where that is not said. */
export function readSyncMs(tree: YamlTree | undefined, { problems }: Source): number | undefined {
  if (!tree || tree.kind === 'broken') return undefined
  return readValue(historySchema, tree, { label: 'history', problems })?.sync
}
