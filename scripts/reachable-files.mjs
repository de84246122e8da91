import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** What a file names of its neighbours: imports, threads that it starts, and files that are loaded on demand. */
const NEIGHBOUR = /(['"`])(\.{1,2}\/[\w./-]+\.(?:js|cjs|mjs|json))\1/g

/**
 * The files that others lead to, themselves included.
 *
 * @param {readonly string[]} entries absolute paths
 * @returns {Set<string>}
 */
export function reachableFiles(entries) {
  const found = new Set()
  const open = [...entries]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue
    found.add(file)
    const isTypes = file.endsWith('.d.ts')
    for (const [, , path] of readFileSync(file, 'utf8').matchAll(NEIGHBOUR)) {
      const named = resolve(dirname(file), path)
      const next = isTypes ? named.replace(/\.js$/, '.d.ts') : named
      if (existsSync(next)) open.push(next)
    }
  }
  return found
}
