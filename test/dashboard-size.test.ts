import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { ROOT } from './code-blocks.js'

const ASSETS = resolve(ROOT, 'packages/check-tcp-dashboard/dist/bundle/assets')

const KIB = 1_024

function packed(name: string): number {
  return gzipSync(readFileSync(join(ASSETS, name)), { level: 9 }).length
}

/** A script and all that it imports at once. */
function loadedWith(name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known
  known.add(name)
  const text = readFileSync(join(ASSETS, name), 'utf8')
  for (const [, imported = ''] of text.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) {
    loadedWith(imported, known)
  }
  return known
}

const manifest = JSON.parse(readFileSync(join(ASSETS, 'manifest.json'), 'utf8'))
const first = loadedWith(manifest.script)

it('the script of the first page has at most 20 KiB', () => {
  expect([...first].sort()).toEqual([manifest.script, ...manifest.imports].sort())
  const sizes = [...first].map(packed)
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(20 * KIB)
})

it('the script of the charts has at most 30 KiB more', () => {
  const chart = readdirSync(ASSETS).filter((name) => name.startsWith('draw-chart-'))
  expect(chart).toHaveLength(1)
  const more = chart.flatMap((name) => [...loadedWith(name)]).filter((name) => !first.has(name))
  expect(more.map(packed).reduce((sum, size) => sum + size)).toBeLessThanOrEqual(30 * KIB)
})

it('no script carries what only developers need', () => {
  for (const name of readdirSync(ASSETS).filter((each) => each.endsWith('.js'))) {
    expect(readFileSync(join(ASSETS, name), 'utf8')).not.toMatch(/preact\/debug|__PURE__/)
  }
})
