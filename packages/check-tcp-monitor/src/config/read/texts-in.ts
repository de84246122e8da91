import type { YamlTree } from 'check-tcp/yaml'

/** A text with its place in the file. */
export interface TextAt {
  readonly value: string
  readonly at: number
}

/** The texts of a list, also where other entries of it are none; nothing for what is no list. */
export function textsIn(tree: YamlTree | undefined): readonly TextAt[] {
  if (tree?.kind !== 'list') return []
  return tree.items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string'
      ? [{ value: item.value, at: item.at }]
      : [],
  )
}
