import { readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Import, importsOf, sourceFiles } from './source-imports.js'

/** The layers of a package's rooms, as ARCHITECTURE.md has them: a room imports itself and lower numbers only. */
interface Arrows {
  readonly source: string
  readonly layers: Readonly<Record<string, number>>
  /** Types that cross between rooms of one layer. */
  readonly typesBetweenPeers: ReadonlySet<string>
}

const CHECK: Arrows = {
  source: resolve(import.meta.dirname, '../packages/check-tcp/src'),
  layers: {
    core: 0,
    policy: 1,
    engine: 1,
    resolve: 1,
    audit: 1,
    check: 2,
    explain: 3,
    tasks: 3,
    report: 3,
    wait: 3,
    mcp: 4,
    cli: 5,
    'index.ts': 6,
  },
  typesBetweenPeers: new Set([
    'engine > policy',
    'report > tasks',
    'report > explain',
    'tasks > explain',
    'policy > audit',
  ]),
}

const MONITOR: Arrows = {
  source: resolve(import.meta.dirname, '../packages/check-tcp-monitor/src'),
  layers: {
    core: 0,
    verdict: 1,
    schedule: 1,
    history: 1,
    link: 1,
    alert: 1,
    baseline: 1,
    config: 2,
    monitor: 2,
    http: 3,
    'status-page': 3,
    daemon: 4,
    cli: 5,
    'index.ts': 6,
  },
  typesBetweenPeers: new Set(),
}

const DASHBOARD: Arrows = {
  source: resolve(import.meta.dirname, '../packages/check-tcp-dashboard/src'),
  layers: {
    model: 0,
    texts: 1,
    parts: 2,
    api: 2,
    acts: 3,
    overview: 4,
    check: 4,
    incident: 4,
    locations: 4,
    monitor: 4,
    app: 5,
    'start.tsx': 6,
    'server.tsx': 6,
  },
  typesBetweenPeers: new Set(),
}

function roomOf({ source }: Arrows, path: string): string {
  return relative(source, path).split(sep)[0] ?? ''
}

/** What is wrong with an import, or nothing. */
function against(arrows: Arrows, { from, to, onlyTypes }: Import): string | undefined {
  const [own, other] = [roomOf(arrows, from), roomOf(arrows, to)]
  if (own === other) return undefined
  const [ownLayer, otherLayer] = [arrows.layers[own], arrows.layers[other.replace(/\.js$/, '.ts')]]
  const arrow = `${relative(arrows.source, from)} imports ${relative(arrows.source, to)}`
  if (ownLayer === undefined || otherLayer === undefined) return `${arrow}: a room without a layer`
  if (otherLayer < ownLayer) return undefined
  if (otherLayer === ownLayer && onlyTypes && arrows.typesBetweenPeers.has(`${own} > ${other}`)) {
    return undefined
  }
  return `${arrow}: ${own} is layer ${ownLayer}, ${other} is layer ${otherLayer}`
}

describe('the arrows of ARCHITECTURE.md', () => {
  it.each([
    ['check-tcp', CHECK],
    ['check-tcp-monitor', MONITOR],
    ['check-tcp-dashboard', DASHBOARD],
  ])('hold for every import of %s', (_name, arrows) => {
    const imports = sourceFiles(arrows.source).flatMap(importsOf)
    expect(imports.length).toBeGreaterThan(10)
    expect(imports.map((each) => against(arrows, each)).filter(Boolean)).toEqual([])
  })

  it('would be broken by an import that goes up, sideways or out of the rooms', () => {
    const at = (path: string) => resolve(CHECK.source, path)
    const broken = [
      { from: at('core/a.ts'), to: at('engine/engine.js'), onlyTypes: true },
      { from: at('engine/a.ts'), to: at('policy/policy.js'), onlyTypes: false },
      { from: at('tasks/a.ts'), to: at('report/json.js'), onlyTypes: true },
      { from: at('check/a.ts'), to: at('index.js'), onlyTypes: false },
      { from: at('check/a.ts'), to: at('utils/a.js'), onlyTypes: false },
    ]
    expect(broken.map((each) => against(CHECK, each)).filter(Boolean)).toHaveLength(broken.length)
  })

  it('let no room of check-tcp import the monitor by name', () => {
    const importers = sourceFiles(CHECK.source).filter((file) =>
      /from\s*'check-tcp-monitor/.test(readFileSync(file, 'utf8')),
    )
    expect(importers).toEqual([])
  })

  it('let the dashboard know of the monitor what its API answers with, as types', () => {
    const imports = sourceFiles(DASHBOARD.source).flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/import (type )?[^'"]*from\s*'(check-tcp[^']*)'/g),
    ])
    expect(imports.length).toBeGreaterThan(5)
    expect(imports.map(([, type, name]) => `${type}${name}`)).toEqual(
      imports.map(() => 'type check-tcp-monitor/http-api'),
    )
  })

  it('let no room of the monitor import the dashboard by name', () => {
    const importers = sourceFiles(MONITOR.source).filter((file) =>
      /from\s*'check-tcp-dashboard/.test(readFileSync(file, 'utf8')),
    )
    expect(importers).toEqual([])
  })

  it('let AllowedAddress be made in policy/ alone', () => {
    const makers = sourceFiles(CHECK.source).filter((file) =>
      /as (unknown as )?AllowedAddress/.test(readFileSync(file, 'utf8')),
    )
    expect(makers.map((file) => roomOf(CHECK, file))).toEqual(['policy'])
  })
})
