import { quote } from 'check-tcp/words'
import type { YamlTree } from 'check-tcp/yaml'
import type { CheckFleet, FleetLocation } from '../../core/config/fleet.js'
import { FLEET_KEYS, PARTIAL_AFTER } from '../schema/fleet.js'
import type { Settings } from '../schema/settings.js'
import { levelOf } from './merge-settings.js'
import type { ReadCheck } from './read-check.js'
import { unknownName } from './read-value.js'

const TAG = 'tag:'

/**
 * From where each check is made, by its place in the list; undefined for each where the config names no locations. Reports
 * locations and tags that do not exist, a quorum that cannot be reached, and settings that mean nothing without locations.
 */
export function assignLocations(
  checks: readonly ReadCheck[],
  locations: readonly FleetLocation[] | undefined,
): readonly (CheckFleet | undefined)[] {
  return checks.map((check) => {
    if (!locations) {
      refuseWithoutLocations(check)
      return undefined
    }
    return fleetOf(check, locations)
  })
}

function refuseWithoutLocations({ levels }: ReadCheck): void {
  const own = levels.at(-1)
  for (const key of FLEET_KEYS) {
    const entry = own?.entries.get(key)
    if (!own || !entry) continue
    const message = `\`${key}\` needs \`locations\` in the main file: without them every check is made from here`
    own.source.problems.push({ at: entry.keyAt, message })
  }
}

function fleetOf(check: ReadCheck, locations: readonly FleetLocation[]): CheckFleet {
  const { levels } = check
  const all: Settings = Object.assign({}, ...levels.map(({ settings }) => settings))
  const from = fromOf(check, all.from ?? 'all', locations)
  const { quorum = 'majority', accept = [] } = all
  if (typeof quorum === 'number' && quorum > from.length && from.length > 0) {
    const places = from.length === 1 ? '1 location' : `${from.length} locations`
    report(
      check,
      'quorum',
      `\`quorum\` is ${quorum}, but the check has ${places}: it would never be down`,
    )
  }
  const names = locations.map(({ name }) => name)
  // What holds for many checks holds for each as far as it is made from there.
  const isOwn = levelOf(check.levels, 'accept') === check.levels.at(-1)
  for (const [index, { location }] of accept.entries()) {
    if (from.includes(location) || (!isOwn && names.includes(location))) continue
    const message = names.includes(location)
      ? `the check is not made from ${quote(location)} (from: ${from.join(', ')})`
      : unknownName('location', location, names)
    report(check, 'accept', message, index)
  }
  warnOfPastOutages(check, accept)
  return {
    from,
    quorum,
    accepted: accept.filter(({ location }) => from.includes(location)),
    partialAfterMs: all.partial_after ?? PARTIAL_AFTER,
  }
}

/** Once for each entry, however many checks it holds for. */
function warnOfPastOutages({ levels }: ReadCheck, accept: NonNullable<Settings['accept']>): void {
  const level = levelOf(levels, 'accept')
  const entry = level?.entries.get('accept')
  if (!level || !entry) return
  const { warnings } = level.source
  for (const [index, { location, until }] of accept.entries()) {
    if (until > Date.now()) continue
    const at = placeIn(entry.value, index)
    const message = `the outage seen from ${quote(location)} is no longer expected since ${new Date(until).toISOString()}: remove the entry, or set \`until\` later`
    if (!warnings.some((each) => each.at === at)) warnings.push({ at, message })
  }
}

function fromOf(
  check: ReadCheck,
  from: NonNullable<Settings['from']>,
  locations: readonly FleetLocation[],
): readonly string[] {
  const names = locations.map(({ name }) => name)
  if (from === 'all') return names
  const chosen = new Set<string>()
  for (const [index, each] of from.entries()) {
    const tag = each.startsWith(TAG) ? each.slice(TAG.length) : undefined
    const found = locations.filter(({ name, tags }) =>
      tag === undefined ? name === each : tags.includes(tag),
    )
    for (const { name } of found) chosen.add(name)
    if (found.length > 0) continue
    const known = [...new Set(locations.flatMap(({ tags }) => tags))]
    const message =
      tag === undefined
        ? unknownName('location', each, names)
        : `no location has the tag ${quote(tag)}${known.length > 0 ? ` (tags: ${known.join(', ')})` : ''}`
    report(check, 'from', message, index)
  }
  return names.filter((name) => chosen.has(name))
}

/** Where the setting stands that decides; its entry of a list where it is one. */
function report(check: ReadCheck, key: string, message: string, index?: number): void {
  const level = levelOf(check.levels, key)
  const entry = level?.entries.get(key)
  const problems = level?.source.problems ?? check.source.problems
  problems.push({ at: entry ? placeIn(entry.value, index) : check.at, message })
}

function placeIn(tree: YamlTree, index: number | undefined): number {
  const item = tree.kind === 'list' && index !== undefined ? tree.items[index] : undefined
  return item?.at ?? tree.at
}
