import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { sourceOf } from './source-imports.js'

/** Names that a file takes from another; `everything` where which ones cannot be told. */
interface Use {
  readonly of: string
  readonly names: readonly string[] | 'everything'
}

const NAME = /^(?:type\s+)?([\w$]+)(?:\s+as\s+[\w$]+)?$/

function namesIn(list: string): readonly string[] {
  return list
    .replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
    .split(',')
    .flatMap((part) => NAME.exec(part.trim())?.[1] ?? [])
}

/** What a file declares and exports by name, without what it passes on from others. */
export function exportsIn(text: string): readonly string[] {
  const declared = text.matchAll(
    /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) ([\w$]+)/gm,
  )
  return [...declared].map(([, name = '']) => name)
}

/** What a file takes from other files: by import, by passing on, by loading on demand. */
export function usesIn(file: string, text = readFileSync(file, 'utf8')): readonly Use[] {
  const at = (specifier: string) =>
    sourceOf(resolve(dirname(file), specifier).replace('/dist/', '/src/'))
  const byName = text.matchAll(
    /(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*['"](\.[^'"]+)['"]/g,
  )
  const whole = text.matchAll(/(?:import|export)\s+(?:type\s+)?\*[^'"]*from\s*['"](\.[^'"]+)['"]/g)
  const onDemand = text.matchAll(
    /(?:(?:const|let)\s*\{([^}]*)\}\s*=\s*await\s+)?import\(\s*['"](\.[^'"]+)['"]\s*\)/g,
  )
  return [
    ...[...byName].map(([, names = '', from = '']) => ({ of: at(from), names: namesIn(names) })),
    ...[...whole].map(([, from = '']) => ({ of: at(from), names: 'everything' as const })),
    ...[...onDemand].map(([, names, from = '']) => ({
      of: at(from),
      names: names === undefined ? ('everything' as const) : namesIn(names.replaceAll(':', ' as ')),
    })),
  ]
}
