import type { ScalarValue } from './core-scalar.js'

/** A part of a task file as it stands after references and aliases are resolved. `at` is its offset in the text. */
export type YamlTree = YamlScalar | YamlList | YamlMapping | YamlBroken

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly at: number
  readonly value: ScalarValue
  /** With its references to the environment, where it has any. */
  readonly written?: string
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
interface YamlBroken {
  readonly kind: 'broken'
  readonly at: number
}

export interface YamlEntry {
  readonly keyAt: number
  readonly value: YamlTree
}

/**
 * The tree as plain values; mappings have no prototype, so no key means anything to the language.
 *
 * @param ofScalar what stands for a scalar. @default its value
 */
export function plainValue(
  tree: YamlTree,
  ofScalar: (scalar: YamlScalar) => unknown = ({ value }) => value,
): unknown {
  switch (tree.kind) {
    case 'scalar':
      return ofScalar(tree)
    case 'list':
      return tree.items.map((item) => plainValue(item, ofScalar))
    case 'mapping': {
      const plain: Record<string, unknown> = Object.create(null)
      for (const [key, { value }] of tree.entries) plain[key] = plainValue(value, ofScalar)
      return plain
    }
    case 'broken':
      return undefined
  }
}

/** The text with its references, where it is one that came from the environment. */
export function writtenText({ value, written }: YamlScalar): string | undefined {
  return typeof value === 'string' ? written : undefined
}

/** The tree as plain values with references where texts came from the environment; `undefined` where none did. */
export function writtenValue(tree: YamlTree): unknown {
  let isReferring = false
  const value = plainValue(tree, (scalar) => {
    const text = writtenText(scalar)
    isReferring ||= text !== undefined
    return text ?? scalar.value
  })
  return isReferring ? value : undefined
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
