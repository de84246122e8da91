import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The layers of ARCHITECTURE.md: a room imports itself and lower numbers only. */
const LAYERS: Readonly<Record<string, number>> = {
  core: 0,
  policy: 1,
  engine: 1,
  resolve: 1,
  audit: 1,
  check: 2,
  explain: 3,
  tasks: 3,
  report: 3,
  cli: 4,
  'index.ts': 5,
}

/** Types that cross between rooms of one layer. */
const TYPES_BETWEEN_PEERS = new Set([
  'engine > policy',
  'report > tasks',
  'report > explain',
  'tasks > explain',
  'policy > audit',
])

const SOURCE = resolve(import.meta.dirname, '../packages/check-tcp/src')

interface Import {
  readonly from: string
  readonly to: string
  readonly onlyTypes: boolean
}

function roomOf(path: string): string {
  return relative(SOURCE, path).split(sep)[0] ?? ''
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  )
  return [...statements].flatMap(([, , type, from, dynamic]) => {
    const specifier = from ?? dynamic ?? ''
    if (!specifier.startsWith('.')) return []
    return [{ from: file, to: resolve(dirname(file), specifier), onlyTypes: type !== undefined }]
  })
}

/** What is wrong with an import, or nothing. */
function against({ from, to, onlyTypes }: Import): string | undefined {
  const [own, other] = [roomOf(from), roomOf(to)]
  if (own === other) return undefined
  const [ownLayer, otherLayer] = [LAYERS[own], LAYERS[other.replace(/\.js$/, '.ts')]]
  const arrow = `${relative(SOURCE, from)} imports ${relative(SOURCE, to)}`
  if (ownLayer === undefined || otherLayer === undefined) return `${arrow}: a room without a layer`
  if (otherLayer < ownLayer) return undefined
  if (otherLayer === ownLayer && onlyTypes && TYPES_BETWEEN_PEERS.has(`${own} > ${other}`)) {
    return undefined
  }
  return `${arrow}: ${own} is layer ${ownLayer}, ${other} is layer ${otherLayer}`
}

describe('the arrows of ARCHITECTURE.md', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => resolve(SOURCE, file))
  const imports = files.flatMap(importsOf)

  it('hold for every import of the source', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(imports.map(against).filter(Boolean)).toEqual([])
  })

  it('would be broken by an import that goes up, sideways or out of the rooms', () => {
    const at = (path: string) => resolve(SOURCE, path)
    const broken = [
      { from: at('core/a.ts'), to: at('engine/engine.js'), onlyTypes: true },
      { from: at('engine/a.ts'), to: at('policy/policy.js'), onlyTypes: false },
      { from: at('tasks/a.ts'), to: at('report/json.js'), onlyTypes: true },
      { from: at('check/a.ts'), to: at('index.js'), onlyTypes: false },
      { from: at('check/a.ts'), to: at('utils/a.js'), onlyTypes: false },
    ]
    expect(broken.map(against).filter(Boolean)).toHaveLength(broken.length)
  })

  it('let AllowedAddress be made in policy/ alone', () => {
    const makers = files.filter((file) =>
      /as (unknown as )?AllowedAddress/.test(readFileSync(file, 'utf8')),
    )
    expect(makers.map(roomOf)).toEqual(['policy'])
  })
})
