import {
  type Alias,
  isAlias,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { quote, showValue } from '../../core/text/show-value.js'
import { type Environment, replaceReferences } from '../text/environment-references.js'
import type { PositionOf } from '../text/text-position.js'
import type { TextProblem } from '../text/text-problem.js'
import type { ScalarValue } from './core-scalar.js'
import { MERGE, mergeInto } from './merge-key.js'
import { YAML_LIMITS } from './yaml-limits.js'
import type { YamlEntry, YamlMapping, YamlTree } from './yaml-tree.js'

/** Keys that mean something to JavaScript objects and nothing to a task. */
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype']

/** `$${` stands for the text `${`. */
const REFERENCE = /(?<!\$)\$\{/

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
 * Merge keys (`<<`) are merged as YAML 1.1 has them. Reports everything wrong.
 *
 * @param root `undefined` where nothing could be parsed, for which a broken tree is returned
 */
export function buildTree(
  root: ParsedNode | null | undefined,
  { text, position, environment }: TreeSource,
  problems: TextProblem[],
): YamlTree {
  const anchors = new Map<string, Anchored>()
  let aliases = 0
  let nodes = 0
  let copiedNodes = 0
  let hasTooMany = false

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
    if (!anchored) {
      const message = `the alias ${quote(`*${name}`)} has no anchor before it${hint}`
      problems.push({ at, message, ...(text.includes(`&${name}`) ? { missingFrom: 'file' } : {}) })
      return { kind: 'broken', at }
    }
    if (!anchored.tree) {
      return problem(at, `the alias ${quote(`*${name}`)} stands inside its own anchor`)
    }
    aliases += 1 + anchored.aliases
    copiedNodes += anchored.nodes
    if (aliases > YAML_LIMITS.aliases) {
      return tooMany(at, `a task file may use at most ${YAML_LIMITS.aliases} aliases`)
    }
    if (copiedNodes > YAML_LIMITS.aliasedNodes) {
      const most = YAML_LIMITS.aliasedNodes
      return tooMany(at, `the aliases of a task file may stand for at most ${most} values`)
    }
    nodes += anchored.nodes
    return anchored.tree
  }

  /** Told once; then the file is not looked at any further. */
  function tooMany(at: number, message: string): YamlTree {
    if (!hasTooMany) problem(at, message)
    hasTooMany = true
    return { kind: 'broken', at }
  }

  function buildContent(node: Exclude<ParsedNode, Alias.Parsed>): YamlTree {
    const at = node.range[0]
    nodes += 1
    if (isScalar(node)) return buildScalar(node, at)
    if (isSeq(node)) {
      return { kind: 'list', at, items: node.items.map((item) => build(item, at)) }
    }
    return buildMapping(node, at)
  }

  function buildScalar({ value, tag }: Scalar.Parsed, at: number): YamlTree {
    if (typeof value !== 'string') return { kind: 'scalar', at, value: scalarValue(value) }
    const replaced = replaceReferences(value, environment, tag === STRING_TAG)
    if ('value' in replaced) {
      const written = REFERENCE.test(value) ? { written: value } : {}
      return { kind: 'scalar', at, value: replaced.value, ...written }
    }
    let from = at
    for (const { written, ...told } of replaced.problems) {
      // Escapes and folded lines can hide a reference; the value's own place then has to do.
      const found = text.indexOf(written, from)
      problems.push({ at: found < 0 ? at : found, ...told })
      from = found < 0 ? from : found + written.length
    }
    return { kind: 'broken', at }
  }

  function buildMapping(node: YAMLMap.Parsed, at: number): YamlTree {
    const entries = new Map<string, YamlEntry>()
    let merged: YamlEntry | undefined
    for (const pair of node.items) {
      const keyAt = pair.key?.range[0] ?? node.range[0]
      const value = build(pair.value, keyAt)
      const key = isScalar(pair.key) ? pair.key.value : undefined
      const isMerge = key === MERGE && isScalar(pair.key) && pair.key.type === 'PLAIN'
      const earlier = isMerge ? merged : typeof key === 'string' ? entries.get(key) : undefined
      if (typeof key !== 'string') problem(keyAt, `a key must be text, got ${showKey(pair.key)}`)
      else if (FORBIDDEN_KEYS.includes(key)) problem(keyAt, `the key "${key}" is not allowed`)
      else if (earlier) {
        const { line, column } = position(earlier.keyAt)
        problem(
          keyAt,
          `the key ${quote(key)} is given twice, first at ${line}:${column}${HINTS[key] ?? ''}`,
        )
      } else if (isMerge) merged = { keyAt, value }
      else entries.set(key, { keyAt, value })
    }
    const own: YamlMapping = { kind: 'mapping', at, entries }
    return merged ? mergeInto(own, merged.value, problems) : own
  }

  if (root === undefined) return { kind: 'broken', at: 0 }
  const tree = build(root, 0)
  return hasTooMany ? { kind: 'broken', at: tree.at } : tree
}

/** What is meant by a key that is given twice. */
const HINTS: Readonly<Record<string, string>> = {
  name: '; is the "- " of a new entry missing before it?',
  [MERGE]: '; to merge several, write them as a list: [*a, *b]',
}

function scalarValue(value: unknown): ScalarValue {
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function showKey(key: ParsedNode | null): string {
  if (isAlias(key)) return 'an alias'
  if (isScalar(key)) return showValue(key.value)
  return isSeq(key) ? 'a list' : 'a mapping'
}
