import { relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importsOf, sourceFiles, sourceOf } from './source-imports.js'

type Graph = ReadonlyMap<string, readonly string[]>

/** Which file imports which, types and what is loaded on demand too. */
function graphOf(source: string): Graph {
  const files = sourceFiles(source)
  return new Map(files.map((file) => [file, importsOf(file).map(({ to }) => sourceOf(to))]))
}

/** A way from a file back to itself, where there is one. */
function circleFrom(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>()
  const way: string[] = []
  const visit = (file: string): readonly string[] | undefined => {
    const at = way.indexOf(file)
    if (at >= 0) return [...way.slice(at), file]
    if (done.has(file)) return undefined
    way.push(file)
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next)
      if (circle) return circle
    }
    way.pop()
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const circle = visit(file)
    if (circle) return circle
  }
  return undefined
}

describe('the files of a package', () => {
  it.each(['check-tcp', 'check-tcp-monitor', 'check-tcp-dashboard'])(
    'import each other in no circle: %s',
    (name) => {
      const source = resolve(import.meta.dirname, '../packages', name, 'src')
      const graph = graphOf(source)
      expect([...graph.values()].flat().length).toBeGreaterThan(100)
      expect(circleFrom(graph)?.map((file) => relative(source, file))).toBeUndefined()
    },
  )

  it('would be found in a circle, however long, and not where two ways meet', () => {
    const circle = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['d']],
      ['d', ['b']],
    ])
    expect(circleFrom(circle)).toEqual(['b', 'c', 'd', 'b'])
    expect(circleFrom(new Map([...circle, ['d', []]]))).toBeUndefined()
    expect(circleFrom(new Map([['a', ['a']]]))).toEqual(['a', 'a'])
  })
})
