import { type Foreign, isMapping, isTruthy, listOf, mappingOf, textOf } from '../foreign-value.js'

/** A monitor of Uptime Kuma; rows of its database have names_like_this, its JSON namesLikeThis. */
export function setting(monitor: Foreign, name: string): unknown {
  return monitor[name] ?? monitor[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]
}

/** The monitors of a file in any of its forms: a list, a mapping of ids, under a key, or a single one. */
export function kumaMonitors(value: unknown): readonly Foreign[] | undefined {
  if (Array.isArray(value)) return value.some(isMonitor) ? value.map(mappingOf) : undefined
  if (!isMapping(value)) return undefined
  const { monitorList, monitors, monitor } = value
  const list = monitorList ?? monitors
  if (Array.isArray(list)) return list.map(mappingOf)
  if (isMapping(list)) return Object.values(list).map(mappingOf)
  if (isMonitor(monitor)) return [mappingOf(monitor)]
  if (isMonitor(value)) return [value]
  const all = Object.values(value)
  return all.length > 0 && all.every(isMonitor) ? all.map(mappingOf) : undefined
}

function isMonitor(value: unknown): boolean {
  const { type, name, interval, hostname, url } = mappingOf(value)
  const known = interval ?? hostname ?? url ?? (type === 'group' ? name : undefined)
  return typeof type === 'string' && known !== undefined
}

/** Ids of a list, of a mapping of ids to true, or of a list of things with an id. */
export function idsOf(value: unknown): readonly string[] {
  if (isMapping(value)) return Object.keys(value).filter((id) => isTruthy(value[id]))
  return listOf(value).flatMap((one) => textOf(isMapping(one) ? one.id : one) ?? [])
}

/** The groups that a monitor is in, from the outermost; a circle ends where it began. */
export function ancestorsOf(monitor: Foreign, monitors: readonly Foreign[]): readonly Foreign[] {
  const parents = parentsOf(monitors)
  const ancestors: Foreign[] = []
  let parent = parents.get(monitor)
  while (parent && parent !== monitor && !ancestors.includes(parent)) {
    ancestors.unshift(parent)
    parent = parents.get(parent)
  }
  return ancestors
}

const PARENTS = new WeakMap<readonly Foreign[], ReadonlyMap<Foreign, Foreign>>()

/** Known by `parent` of the child, or else by `childrenIDs` of the group. */
function parentsOf(monitors: readonly Foreign[]): ReadonlyMap<Foreign, Foreign> {
  const known = PARENTS.get(monitors)
  if (known) return known
  const byId = new Map(monitors.map((one) => [textOf(one.id), one]))
  const parents = new Map<Foreign, Foreign>()
  const groups = [...monitors].filter(({ type }) => type === 'group')
  for (const group of groups) {
    for (const id of idsOf(setting(group, 'childrenIDs'))) {
      const child = byId.get(id)
      // In later versions these are all descendants: the innermost group says it in `parent`.
      if (child && child.parent === undefined && !parents.has(child)) parents.set(child, group)
    }
  }
  for (const monitor of monitors) {
    const id = textOf(monitor.parent)
    const parent = id === undefined ? undefined : byId.get(id)
    if (parent) parents.set(monitor, parent)
  }
  PARENTS.set(monitors, parents)
  return parents
}

/** Is it paused? A file that does not say it means a monitor that runs. */
export function isPaused(monitor: Foreign): boolean {
  return monitor.active !== undefined && monitor.active !== null && !isTruthy(monitor.active)
}
