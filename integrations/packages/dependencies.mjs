// What the published packages need at run time, as the lockfile says.

const MODULES = 'node_modules/'

/**
 * The paths of all that `names` need, within the lockfile's folder. The packages themselves are not among them: they are
 * links to the workspace.
 */
export function dependencyPaths(lock, names, { os, cpu }) {
  const paths = new Set()
  const visited = new Set()
  const waiting = names.map((name) => MODULES + name)
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (visited.has(path)) continue
    visited.add(path)
    const entry = lock.packages[path]
    if (!entry.link && !fits(entry, { os, cpu })) continue
    if (!entry.link) paths.add(path)
    const { dependencies, optionalDependencies } = entry.link
      ? lock.packages[entry.resolved]
      : entry
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      waiting.push(findFrom(lock, path, name))
    }
  }
  return [...paths].toSorted()
}

/** As Node looks for a package: in the folder of the one that asks, then in those around it. */
function findFrom(lock, path, name) {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf(`/${MODULES}`)))) {
    const candidate = from === '' ? MODULES + name : `${from}/${MODULES}${name}`
    if (candidate in lock.packages) return candidate
    if (from === '') throw new Error(`the lockfile has no ${name}, which ${path} needs`)
  }
}

function fits(entry, { os, cpu }) {
  return (entry.os ?? [os]).includes(os) && (entry.cpu ?? [cpu]).includes(cpu)
}
