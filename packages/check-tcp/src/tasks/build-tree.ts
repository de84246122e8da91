import {
  type Alias,
  isAlias,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { quote, showValue } from '../core/show-value.js'
import type { ScalarValue } from './core-scalar.js'
import { type Environment, replaceReferences } from './environment-references.js'
import { type TextProblem, YAML_LIMITS, YamlProblem } from './parse-yaml.js'
import type { PositionOf } from './text-position.js'
import type { YamlEntry, YamlTree } from './yaml-tree.js'

/** Keys that mean something to JavaScript objects and nothing to a task. */
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype']

const STRING_TAG = 'tag:yaml.org,2002:str'

interface Anchored {
  /** `undefined` while the anchored node is still being read. */
  readonly tree: YamlTree | undefined
  /** Aliases inside of it. */
  readonly aliases: number
  /** Values inside of it, aliased ones included. */
  readonly nodes: number
}

export interface TreeSource {
  readonly text: string
  readonly position: PositionOf
  readonly environment: Environment
}

/**
 * Turns parsed YAML into a tree: aliases and references to the environment replaced, keys checked.
 * Reports everything wrong.
 *
 * @throws {YamlProblem} where aliases cannot be resolved or are too many
 */
export function buildTree(
  root: ParsedNode | null,
  { text, position, environment }: TreeSource,
  problems: TextProblem[],
): YamlTree {
  const anchors = new Map<string, Anchored>()
  let aliases = 0
  let nodes = 0
  let copiedNodes = 0

  const problem = (at: number, message: string): YamlTree => {
    problems.push({ at, message })
    return { kind: 'broken', at }
  }

  function build(node: ParsedNode | null, at: number): YamlTree {
    if (node === null) return { kind: 'scalar', at, value: null }
    if (isAlias(node)) return resolveAlias(node.source, node.range[0])
    if (node.anchor === undefined) return buildContent(node)
    const before = { aliases, nodes }
    anchors.set(node.anchor, { tree: undefined, aliases: 0, nodes: 0 })
    const tree = buildContent(node)
    anchors.set(node.anchor, {
      tree,
      aliases: aliases - before.aliases,
      nodes: nodes - before.nodes,
    })
    return tree
  }

  function resolveAlias(name: string, at: number): YamlTree {
    const anchored = anchors.get(name)
    const hint = /^$|^[.-]|\*/.test(name) ? '; a text that starts with * needs quotes' : ''
    if (!anchored)
      throw new YamlProblem(at, `the alias ${quote(`*${name}`)} has no anchor before it${hint}`)
    if (!anchored.tree)
      throw new YamlProblem(at, `the alias ${quote(`*${name}`)} stands inside its own anchor`)
    aliases += 1 + anchored.aliases
    if (aliases > YAML_LIMITS.aliases) {
      throw new YamlProblem(at, `a task file may use at most ${YAML_LIMITS.aliases} aliases`)
    }
    copiedNodes += anchored.nodes
    if (copiedNodes > YAML_LIMITS.aliasedNodes) {
      throw new YamlProblem(
        at,
        `the aliases of a task file may stand for at most ${YAML_LIMITS.aliasedNodes} values`,
      )
    }
    nodes += anchored.nodes
    return anchored.tree
  }

  function buildContent(node: Exclude<ParsedNode, Alias.Parsed>): YamlTree {
    const at = node.range[0]
    nodes += 1
    if (isScalar(node)) return buildScalar(node, at)
    if (isSeq(node)) {
      return { kind: 'list', at, items: node.items.map((item) => build(item, at)) }
    }
    return { kind: 'mapping', at, entries: entriesOf(node) }
  }

  function buildScalar({ value, tag }: Scalar.Parsed, at: number): YamlTree {
    if (typeof value !== 'string') return { kind: 'scalar', at, value: scalarValue(value) }
    const replaced = replaceReferences(value, environment, tag === STRING_TAG)
    if ('value' in replaced) return { kind: 'scalar', at, value: replaced.value }
    let from = at
    for (const { written, message } of replaced.problems) {
      // Escapes and folded lines can hide a reference; the value's own place then has to do.
      const found = text.indexOf(written, from)
      problem(found < 0 ? at : found, message)
      from = found < 0 ? from : found + written.length
    }
    return { kind: 'broken', at }
  }

  function entriesOf(node: YAMLMap.Parsed): ReadonlyMap<string, YamlEntry> {
    const entries = new Map<string, YamlEntry>()
    for (const pair of node.items) {
      const keyAt = pair.key?.range[0] ?? node.range[0]
      const value = build(pair.value, keyAt)
      const key = isScalar(pair.key) ? pair.key.value : undefined
      const earlier = typeof key === 'string' ? entries.get(key) : undefined
      if (typeof key !== 'string') problem(keyAt, `a key must be text, got ${showKey(pair.key)}`)
      else if (FORBIDDEN_KEYS.includes(key)) problem(keyAt, `the key "${key}" is not allowed`)
      else if (earlier) {
        const { line, column } = position(earlier.keyAt)
        const hint = key === 'name' ? '; is the "- " of a new entry missing before it?' : ''
        problem(keyAt, `the key ${quote(key)} is given twice, first at ${line}:${column}${hint}`)
      } else entries.set(key, { keyAt, value })
    }
    return entries
  }

  return build(root, 0)
}

function scalarValue(value: unknown): ScalarValue {
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function showKey(key: ParsedNode | null): string {
  if (isAlias(key)) return 'an alias'
  if (isScalar(key)) return showValue(key.value)
  return isSeq(key) ? 'a list' : 'a mapping'
}
