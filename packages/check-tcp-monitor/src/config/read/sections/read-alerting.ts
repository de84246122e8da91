import { quote } from 'check-tcp/words'
import type { YamlTree } from 'check-tcp/yaml'
import { CHANNEL_DEFINITIONS } from '../../../alert/channels/channel-definitions.js'
import type { AlertingConfig, ChannelConfig, Route } from '../../../core/config/alerting.js'
import { type AlertingInput, alertingSchema, GROUP_WAIT } from '../../schema/alerting.js'
import { warnOfUnusedTags } from '../../warn/check-references.js'
import { DEFAULT_ROUTE_NAME, refuseBadRoutes } from '../../warn/route-references.js'
import { readValue } from '../read-value.js'
import type { Source } from '../source.js'

/** What is said of a channel and of `heartbeat` in the open; the rest may be secret or stand beside secrets. */
export const OPEN_KEYS: readonly unknown[] = [
  ...['kind', 'every'],
  ...CHANNEL_DEFINITIONS.flatMap(({ open = [] }) => open),
]

const NOTHING: AlertingConfig = { channels: [], routes: [], inhibitions: [] }

/** Where a notice goes when there are channels and no routes: everywhere. */
const DEFAULT_ROUTE: Omit<Route, 'channels'> = {
  name: DEFAULT_ROUTE_NAME,
  tags: [],
  severities: [],
  continue: false,
  groupBy: [],
  groupWaitMs: GROUP_WAIT,
  quiet: [],
}

/**
 * Reads `alerting`, its `file:` references already filled in.
 *
 * @param knownTags tags that checks have
 */
export function readAlerting(
  tree: YamlTree | undefined,
  knownTags: ReadonlySet<string>,
  source: Source,
): AlertingConfig {
  if (!tree || tree.kind === 'broken') return NOTHING
  refuseBadRoutes(tree, source)
  const read = readValue(alertingSchema, tree, {
    label: 'alerting',
    problems: source.problems,
    isSecret: ([section, ...path]) =>
      (section === 'channels' || section === 'heartbeat') && !OPEN_KEYS.includes(path.at(-1)),
  })
  if (!read) return NOTHING
  const channels = Object.entries(read.channels).map(([name, channel]) => ({ ...channel, name }))
  const routesTree = part(tree, 'routes')
  warnOfEmptyRoutes(read, routesTree, source)
  for (const [index, { tags }] of (read.routes ?? []).entries()) {
    warnOfUnusedTags(tags, part(itemOf(routesTree, index), 'tags'), knownTags, source)
  }
  warnOfUnusedChannels(read, part(tree, 'channels'), source)
  return {
    channels,
    routes: routesOf(read, channels),
    inhibitions: read.inhibit.map(({ source, target }) => ({
      source: { tags: source.tags, severities: source.severity },
      target: { tags: target.tags, severities: target.severity },
    })),
    ...(read.heartbeat
      ? { heartbeat: { url: read.heartbeat.url, everyMs: read.heartbeat.every } }
      : {}),
  }
}

/** Every notice goes over every channel. */
export function routesToAll(channels: readonly ChannelConfig[]): readonly Route[] {
  const all = channels.map(({ name }) => name)
  return all.length === 0 ? [] : [{ ...DEFAULT_ROUTE, channels: all }]
}

function routesOf({ routes }: AlertingInput, channels: readonly ChannelConfig[]): readonly Route[] {
  if (!routes) return routesToAll(channels)
  return routes.map((route) => ({
    name: route.name,
    tags: route.tags,
    severities: route.severity,
    channels: route.channels,
    continue: route.continue,
    groupBy: route.group_by,
    groupWaitMs: route.group_wait,
    ...(route.repeat === undefined ? {} : { repeatMs: route.repeat }),
    quiet: route.quiet_hours,
  }))
}

function warnOfEmptyRoutes(
  { routes = [] }: AlertingInput,
  tree: YamlTree | undefined,
  { warnings }: Source,
): void {
  for (const [index, { name, channels }] of routes.entries()) {
    if (channels.length > 0) continue
    const own = itemOf(tree, index)
    warnings.push({
      at: part(own, 'name')?.at ?? own?.at ?? 0,
      message: `the route ${quote(name)} has no channels: its notices go nowhere`,
    })
  }
}

function warnOfUnusedChannels(
  { channels, routes }: AlertingInput,
  tree: YamlTree | undefined,
  { warnings }: Source,
): void {
  if (!routes) return
  const used = new Set(routes.flatMap((route) => route.channels))
  for (const name of Object.keys(channels)) {
    if (used.has(name)) continue
    const at = tree?.kind === 'mapping' ? (tree.entries.get(name)?.keyAt ?? tree.at) : 0
    warnings.push({ at, message: `no route uses the channel ${quote(name)}` })
  }
}

function part(tree: YamlTree | undefined, key: string): YamlTree | undefined {
  return tree?.kind === 'mapping' ? tree.entries.get(key)?.value : undefined
}

function itemOf(tree: YamlTree | undefined, index: number): YamlTree | undefined {
  return tree?.kind === 'list' ? tree.items[index] : undefined
}
