import { quote } from 'check-tcp/words'
import { showTree } from 'check-tcp/yaml'
import { type ReadCheck, readCheck } from './read-check.js'
import { type Level, readLevel } from './read-level.js'
import type { Parts } from './read-parts.js'
import { type Source, showPlace } from './source.js'

/** Checks of one config: twice as many as one machine makes in ten seconds. */
const MAX_CHECKS = 100_000

interface SourceParts {
  readonly source: Source
  readonly parts: Parts
}

/** Reads the checks of all files. The `defaults` of the main file hold everywhere, those of another file in it. */
export function readChecks(files: readonly SourceParts[]): readonly ReadCheck[] {
  const groups = readGroups(files)
  const checks: ReadCheck[] = []
  let mainDefaults: readonly Level[] = []
  for (const [index, { source, parts }] of files.entries()) {
    const own = defaultsOf(source, parts)
    if (index === 0) mainDefaults = own
    const defaults = index === 0 ? own : [...mainDefaults, ...own]
    for (const tree of parts.checks) {
      if (checks.length === MAX_CHECKS) {
        const message = `a config has at most ${MAX_CHECKS} checks`
        source.problems.push({ at: tree.at, message })
        return checks
      }
      const check = readCheck(tree, { source, defaults, groups })
      if (check) checks.push(check)
    }
  }
  return checks
}

function defaultsOf(source: Source, { entries }: Parts): readonly Level[] {
  const tree = entries.get('defaults')?.value
  const level = tree && readLevel(tree, 'defaults', source, true)
  return level ? [level] : []
}

function readGroups(files: readonly SourceParts[]): ReadonlyMap<string, Level> {
  const groups = new Map<string, Level>()
  for (const { source, parts } of files) {
    const tree = parts.entries.get('groups')?.value
    if (!tree || tree.kind === 'broken') continue
    if (tree.kind !== 'mapping') {
      const message = `\`groups\` must be a mapping of names to settings, got ${showTree(tree)}`
      source.problems.push({ at: tree.at, message })
      continue
    }
    for (const [name, { keyAt, value }] of tree.entries) {
      const earlier = groups.get(name)
      if (earlier) {
        const message = `the group ${quote(name)} is already defined at ${showPlace(earlier)}`
        source.problems.push({ at: keyAt, message })
      }
      const group = readLevel(value, name, source, false)
      // A group that is broken is known all the same, so that its checks are not told of too.
      if (!earlier) groups.set(name, group ?? emptyLevel(source, keyAt))
    }
  }
  return groups
}

function emptyLevel(source: Source, at: number): Level {
  return { source, at, settings: {}, entries: new Map(), parameters: new Map() }
}
