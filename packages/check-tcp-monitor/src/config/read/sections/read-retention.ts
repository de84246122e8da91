import type { YamlTree } from 'check-tcp/yaml'
import type { Retention } from '../../../core/store/store-admin.js'
import { retentionSchema } from '../../schema/monitor.js'
import { readValue } from '../read-value.js'
import type { Source } from '../source.js'

const ABSENT: YamlTree = { kind: 'mapping', at: 0, entries: new Map() }

/** Reads `retention`: how long each kind of history is kept. */
export function readRetention(tree: YamlTree | undefined, { problems }: Source): Retention {
  const context = { label: 'retention', problems }
  const broken = tree?.kind === 'broken'
  const kept = readValue(retentionSchema, tree && !broken ? tree : ABSENT, context)
  const { raw, minutes, hours, incidents } = kept ?? { raw: 0, minutes: 0, hours: 0, incidents: 0 }
  return { rawMs: raw, minuteMs: minutes, hourMs: hours, incidentMs: incidents }
}
