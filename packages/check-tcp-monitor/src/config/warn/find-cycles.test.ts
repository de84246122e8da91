import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findCycles } from './find-cycles.js'

const graph = (edges: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(edges))

it.each([
  ['nothing', {}, []],
  ['a chain', { a: ['b'], b: ['c'], c: [] }, []],
  ['a diamond', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, []],
  ['edges that lead nowhere', { a: ['x'] }, []],
  ['an edge to itself', { a: ['a'] }, [['a', 'a']]],
  ['a circle behind a chain', { a: ['b'], b: ['c'], c: ['b'] }, [['b', 'c', 'b']]],
  [
    'two circles',
    { a: ['b'], b: ['a'], c: ['d'], d: ['c'] },
    [
      ['a', 'b', 'a'],
      ['c', 'd', 'c'],
    ],
  ],
] satisfies [string, Record<string, string[]>, string[][]][])(
  'of %s, the circles are found',
  (_what, edges, cycles) => {
    expect(findCycles(graph(edges))).toEqual(cycles)
  },
)

it('a chain of a hundred thousand is no circle, and does not overflow the stack', () => {
  const chain = new Map(Array.from({ length: 100_000 }, (_, n) => [`${n}`, [`${n + 1}`]]))
  expect(findCycles(chain)).toEqual([])
})

it('a graph has circles exactly when taking away nodes without edges leaves some', () => {
  const node = fc.constantFrom(...'abcdef')
  const anyGraph = fc.dictionary(node, fc.uniqueArray(node, { maxLength: 3 }))
  fc.assert(
    fc.property(anyGraph, (edges) => {
      const left = new Map(Object.entries(edges))
      for (let before = -1; before !== left.size; ) {
        before = left.size
        for (const [name, to] of left) if (!to.some((one) => left.has(one))) left.delete(name)
      }
      expect(findCycles(graph(edges)).length > 0).toBe(left.size > 0)
    }),
    { numRuns: 500, seed: 20_240_101 },
  )
})
