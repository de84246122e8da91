import { nearestSpelling, quote } from 'check-tcp/words'
import type { YamlTree } from 'check-tcp/yaml'
import { levelOf } from '../read/merge-settings.js'
import type { ReadCheck } from '../read/read-check.js'
import { unknownName } from '../read/read-value.js'
import { type Source, showPlace } from '../read/source.js'
import { textsIn } from '../read/texts-in.js'
import { findCycles } from './find-cycles.js'

/** Spellings are looked for among all names, which takes long for a hundred thousand of them. */
const MAX_HINTS = 20

/** The longest circle that a message writes out. */
const LONGEST_SHOWN_CYCLE = 20

/** Results and history go by the name, so it is used once in all files. */
export function refuseEqualNames(checks: readonly ReadCheck[]): void {
  const seen = new Map<string, ReadCheck>()
  for (const check of checks) {
    const { name } = check
    if (!name) continue
    const first = seen.get(name.value)
    if (!first?.name) seen.set(name.value, check)
    else {
      const message = `the name ${quote(name.value)} is already used by the check at ${showPlace(first.name)}; names must be unique in a config`
      name.source.problems.push({ at: name.at, message })
    }
  }
}

/**
 * Reports dependencies that do not exist or go round in a circle, also of checks that have other mistakes.
 *
 * @param areAll whether every file could be read; else what is missing may stand in another, and only a likely slip is told
 */
export function refuseBadDependencies(checks: readonly ReadCheck[], areAll: boolean): void {
  const known = namesOf(checks)
  let hints = 0
  const graph = new Map<string, readonly string[]>()
  for (const { name, levels } of checks) {
    const level = levelOf(levels, 'depends_on')
    if (!level) continue
    const dependencies = textsIn(level.entries.get('depends_on')?.value)
    if (name) {
      // What everything depends on by `defaults` does not depend on itself.
      const own = level === levels.at(-1) ? undefined : name.value
      const names = dependencies.map(({ value }) => value)
      graph.set(
        name.value,
        names.filter((each) => each !== own),
      )
    }
    for (const { value, at } of dependencies) {
      if (known.has(value)) continue
      const names = ++hints <= MAX_HINTS ? [...known] : []
      if (!areAll && nearestSpelling(value, names) === undefined) continue
      level.source.problems.push({ at, message: unknownName('check', value, names) })
    }
  }
  refuseCircles(checks, graph)
}

function refuseCircles(
  checks: readonly ReadCheck[],
  graph: ReadonlyMap<string, readonly string[]>,
): void {
  const byName = new Map(checks.map((check) => [check.name?.value, check]))
  for (const cycle of findCycles(graph)) {
    const first = byName.get(cycle[0])
    if (!first) continue
    const level = levelOf(first.levels, 'depends_on') ?? first
    const at = 'entries' in level ? level.entries.get('depends_on')?.value.at : undefined
    const shown = cycle.slice(0, LONGEST_SHOWN_CYCLE).map(quote).join(' > ')
    const rest = cycle.length > LONGEST_SHOWN_CYCLE ? ' > …' : ''
    const message = `\`depends_on\` forms a cycle: ${shown}${rest}`
    level.source.problems.push({ at: at ?? first.at, message })
  }
}

/** Reports routes that checks name and that do not exist. */
export function refuseUnknownRoutes(checks: readonly ReadCheck[], routes: readonly string[]): void {
  for (const { levels } of checks) {
    const level = levelOf(levels, 'alert')
    if (!level) continue
    for (const { value, at } of textsIn(level.entries.get('alert')?.value)) {
      if (routes.includes(value)) continue
      level.source.problems.push({ at, message: unknownName('route', value, routes) })
    }
  }
}

/**
 * Reports names under `canaries` that are no checks.
 *
 * @param areAll whether every file could be read; else what is missing may stand in another, and only a likely slip is told
 */
export function refuseUnknownCanaries(
  tree: YamlTree | undefined,
  checks: readonly ReadCheck[],
  source: Source,
  areAll: boolean,
): void {
  const known = namesOf(checks)
  for (const { value, at } of textsIn(tree)) {
    if (known.has(value)) continue
    const names = [...known]
    if (!areAll && nearestSpelling(value, names) === undefined) continue
    source.problems.push({ at, message: unknownName('check', value, names) })
  }
}

/** Reports canaries of which silence is expected: that looks the same when the location is cut off. */
export function refuseSilentCanaries(
  canaries: readonly string[],
  tree: YamlTree | undefined,
  checks: readonly ReadCheck[],
  source: Source,
): void {
  for (const { check, levels, at, source: own } of checks) {
    const expect = check?.parameters.expect
    if (!check || (expect !== 'closed' && expect !== 'filtered')) continue
    const message = `${quote(check.id)} cannot be a canary: it expects a port that is ${expect}, and silence looks the same when this location is cut off`
    const level = check.canary ? levelOf(levels, 'canary') : undefined
    if (level) {
      // What comes from `defaults` or a group is mended at the check.
      const isOwn = level === levels.at(-1)
      const place = isOwn ? level.entries.get('canary')?.value.at : undefined
      const expected = levels.at(-1)?.parameters.get('expect')?.entry.value.at
      own.problems.push({ at: place ?? expected ?? at, message })
    }
    const index = canaries.indexOf(check.id)
    if (index >= 0) source.problems.push({ at: itemAt(tree, index), message })
  }
}

/** A tag that no check has is most likely misspelt. */
export function warnOfUnusedTags(
  tags: readonly string[],
  tree: YamlTree | undefined,
  known: ReadonlySet<string>,
  source: Source,
): void {
  for (const [index, tag] of tags.entries()) {
    if (known.has(tag)) continue
    const nearest = nearestSpelling(tag, [...known])
    const hint = nearest ? `; did you mean ${quote(nearest)}?` : ''
    source.warnings.push({
      at: itemAt(tree, index),
      message: `no check has the tag ${quote(tag)}${hint}`,
    })
  }
}

function namesOf(checks: readonly ReadCheck[]): ReadonlySet<string> {
  return new Set(checks.flatMap(({ name }) => name?.value ?? []))
}

function itemAt(tree: YamlTree | undefined, index: number): number {
  if (tree?.kind === 'list') return tree.items[index]?.at ?? tree.at
  return tree?.at ?? 0
}
