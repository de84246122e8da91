import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleBatch, sampleResults } from '../../../test/support/sample-batch.js'
import { placeBatch, type SpoolCursor } from './spool-cursor.js'

const EPOCH = '01960000-0000-7000-8000-000000000001'

const batch = (first: number, count: number, gap?: number) =>
  sampleBatch({
    epoch: EPOCH,
    first,
    results: sampleResults(count),
    ...(gap !== undefined && { gap: { count: gap, from: 1, until: 2 } }),
  })

describe('a batch', () => {
  it.each([
    ['the first of all', undefined, batch(0, 3), { skip: 0, next: 3, isGapNew: false }],
    ['the next', { epoch: EPOCH, next: 3 }, batch(3, 2), { skip: 0, next: 5, isGapNew: false }],
    ['sent again', { epoch: EPOCH, next: 3 }, batch(0, 3), { skip: 3, next: 3, isGapNew: false }],
    [
      'sent again with more',
      { epoch: EPOCH, next: 3 },
      batch(0, 5),
      { skip: 3, next: 5, isGapNew: false },
    ],
    [
      'older than what is stored',
      { epoch: EPOCH, next: 9 },
      batch(0, 5),
      { skip: 5, next: 9, isGapNew: false },
    ],
    [
      'behind a declared gap',
      { epoch: EPOCH, next: 3 },
      batch(7, 1, 4),
      { skip: 0, next: 8, isGapNew: true },
    ],
    [
      'behind a gap that is known',
      { epoch: EPOCH, next: 8 },
      batch(7, 2, 4),
      { skip: 1, next: 9, isGapNew: false },
    ],
    [
      'without results',
      { epoch: EPOCH, next: 3 },
      batch(3, 0),
      { skip: 0, next: 3, isGapNew: false },
    ],
  ])('%s is stored from where it is new', (_what, cursor, sent, { skip, next, isGapNew }) => {
    const placed = placeBatch(cursor as SpoolCursor | undefined, sent)
    expect(placed).toEqual({ kind: 'store', skip, cursor: { epoch: EPOCH, next }, isGapNew })
  })

  it.each([
    ['with results missing before it', batch(4, 1)],
    ['with more missing than it declares', batch(9, 1, 5)],
  ])('%s is asked for again', (_what, sent) => {
    expect(placeBatch({ epoch: EPOCH, next: 3 }, sent)).toEqual({ kind: 'expected', next: 3 })
  })

  it('of another spool begins where that one does', () => {
    expect(placeBatch(undefined, batch(5, 2))).toEqual({
      kind: 'store',
      skip: 0,
      cursor: { epoch: EPOCH, next: 7 },
      isGapNew: false,
    })
  })

  it('is stored once, however often and in whichever order it is sent', () => {
    const sends = fc.array(fc.tuple(fc.nat(60), fc.nat(9)), { maxLength: 60 })
    fc.assert(
      fc.property(sends, (sent) => {
        let cursor: SpoolCursor | undefined = { epoch: EPOCH, next: 0 }
        const stored: number[] = []
        for (const [first, count] of sent) {
          const placed = placeBatch(cursor, batch(first, count))
          if (placed.kind === 'expected') continue
          for (let at = first + placed.skip; at < first + count; at++) stored.push(at)
          cursor = placed.cursor
        }
        expect(stored).toEqual(Array.from({ length: stored.length }, (_, at) => at))
        expect(cursor?.next).toBe(stored.length)
      }),
      { seed: 20_261_130, numRuns: 500 },
    )
  })
})
