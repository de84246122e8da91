import type { ScalarValue } from './core-scalar.js'

/** A part of a task file as it stands after references and aliases are resolved. `at` is its offset in the text. */
export type YamlTree = YamlScalar | YamlList | YamlMapping | YamlBroken

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly at: number
  readonly value: ScalarValue
}

export interface YamlList {
  readonly kind: 'list'
  readonly at: number
  readonly items: readonly YamlTree[]
}

export interface YamlMapping {
  readonly kind: 'mapping'
  readonly at: number
  readonly entries: ReadonlyMap<string, YamlEntry>
  /** What was to be merged into it could not be, so that nothing can be said to be missing. */
  readonly isPartial?: boolean
}

/** A part whose problem is told already, so that nobody tells another of it. */
export interface YamlBroken {
  readonly kind: 'broken'
  readonly at: number
}

export interface YamlEntry {
  readonly keyAt: number
  readonly value: YamlTree
}

/** The tree as plain values; mappings have no prototype, so no key means anything to the language. */
export function plainValue(tree: YamlTree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value
    case 'list':
      return tree.items.map(plainValue)
    case 'mapping': {
      const plain: Record<string, unknown> = Object.create(null)
      for (const [key, { value }] of tree.entries) plain[key] = plainValue(value)
      return plain
    }
    case 'broken':
      return undefined
  }
}

/** The entry that a dotted key leads to, or as far as it leads. */
export function entryAt(
  entries: ReadonlyMap<string, YamlEntry>,
  key: string,
): YamlEntry | undefined {
  const whole = entries.get(key)
  if (whole) return whole
  let entry: YamlEntry | undefined
  let inner: ReadonlyMap<string, YamlEntry> | undefined = entries
  for (const part of key.split('.')) {
    const next: YamlEntry | undefined = inner?.get(part)
    if (!next) return entry
    entry = next
    inner = next.value.kind === 'mapping' ? next.value.entries : undefined
  }
  return entry
}

/** Does the tree hold a part whose problem is told already? */
export function isBroken(tree: YamlTree): boolean {
  switch (tree.kind) {
    case 'scalar':
      return false
    case 'list':
      return tree.items.some(isBroken)
    case 'mapping':
      return [...tree.entries.values()].some(({ value }) => isBroken(value))
    case 'broken':
      return true
  }
}
