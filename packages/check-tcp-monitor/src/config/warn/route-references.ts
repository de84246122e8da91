import { quote } from 'check-tcp/words'
import type { YamlTree } from 'check-tcp/yaml'
import { unknownName } from '../read/read-value.js'
import type { Source } from '../read/source.js'
import { type TextAt, textsIn } from '../read/texts-in.js'

/** The route that there is where a config has channels and no routes. */
export const DEFAULT_ROUTE_NAME = 'default'

/**
 * The names of the routes as they stand in the file, whatever else is wrong with them.
 *
 * @param tree `alerting`
 * @returns undefined where that cannot be known
 */
export function routeNamesIn(tree: YamlTree | undefined): readonly string[] | undefined {
  if (!tree) return []
  if (tree.kind !== 'mapping') return undefined
  const routes = tree.entries.get('routes')?.value
  if (!routes) return channelNamesIn(tree)?.length === 0 ? [] : [DEFAULT_ROUTE_NAME]
  if (routes.kind !== 'list') return undefined
  return routes.items.flatMap((route) => nameOf(route)?.value ?? [])
}

/** Reports routes of one name, and channels of routes that do not exist, also where other things are wrong with them. */
export function refuseBadRoutes(tree: YamlTree, { problems }: Source): void {
  if (tree.kind !== 'mapping') return
  const routes = tree.entries.get('routes')?.value
  if (routes?.kind !== 'list') return
  const known = channelNamesIn(tree)
  const seen = new Set<string>()
  for (const route of routes.items) {
    if (route.kind !== 'mapping') continue
    const name = nameOf(route)
    if (name && seen.has(name.value)) {
      problems.push({ at: name.at, message: `there is a route ${quote(name.value)} already` })
    }
    if (name) seen.add(name.value)
    for (const { value, at } of textsIn(route.entries.get('channels')?.value)) {
      if (!known || known.includes(value)) continue
      problems.push({ at, message: unknownName('channel', value, known) })
    }
  }
}

/** Undefined where `channels` is something else than a mapping. */
function channelNamesIn(
  tree: Extract<YamlTree, { kind: 'mapping' }>,
): readonly string[] | undefined {
  const channels = tree.entries.get('channels')?.value
  if (!channels) return []
  return channels.kind === 'mapping' ? [...channels.entries.keys()] : undefined
}

function nameOf(route: YamlTree): TextAt | undefined {
  const name = route.kind === 'mapping' ? route.entries.get('name')?.value : undefined
  return name?.kind === 'scalar' && typeof name.value === 'string'
    ? { value: name.value, at: name.at }
    : undefined
}
