import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleResults } from '../../../../test/support/sample-batch.js'
import { type OpenWriter, openWriter } from '../writer/open-writer.js'
import { SpoolTable } from './spool-table.js'

const HOUR = 3_600_000
const START = 1_700_000_000_000

describe('the spool', () => {
  let open: OpenWriter
  beforeEach(() => {
    open = openWriter(':memory:')
  })
  afterEach(() => open.close())

  const spoolOf = (limits?: { bytes: number; ageMs: number }) =>
    new SpoolTable(open.writer.database, limits)
  const add = (spool: SpoolTable, count: number, at = START) =>
    spool.change({ kind: 'add' }, sampleResults(count, { at }))
  const numbers = ({ first, results }: ReturnType<SpoolTable['page']>) => [first, results.length]

  it('is begun by the first change, with an epoch of its own', () => {
    const spool = spoolOf()
    expect(spool.state()).toEqual({ epoch: '', next: 0, received: 0 })
    add(spool, 0)
    const { epoch, next } = spool.state()
    expect([epoch.length, next]).toEqual([36, 0])
    add(spool, 3)
    expect(spool.state()).toEqual({ epoch, next: 3, received: 0 })
  })

  it('gives results by their numbers, whatever batches they came in', () => {
    const spool = spoolOf()
    add(spool, 3)
    add(spool, 4)
    expect(spool.page(0, 100).results).toHaveLength(7)
    expect(numbers(spool.page(2, 3))).toEqual([2, 3])
    expect(numbers(spool.page(5, 100))).toEqual([5, 2])
    expect(numbers(spool.page(7, 100))).toEqual([7, 0])
    expect(numbers(spool.page(900, 100))).toEqual([7, 0])
  })

  it('keeps what was received for an hour, since a hub that is restored asks for it again', () => {
    const spool = spoolOf()
    add(spool, 3)
    add(spool, 2)
    spool.change({ kind: 'received', next: 4, at: START }, [])
    expect(spool.state().received).toBe(4)
    spool.change({ kind: 'received', next: 5, at: START + HOUR - 1 }, [])
    expect(numbers(spool.page(0, 100))).toEqual([0, 5])
    spool.change({ kind: 'received', next: 5, at: START + HOUR }, [])
    expect(numbers(spool.page(0, 100))).toEqual([3, 2])
    spool.change({ kind: 'received', next: 5, at: START + 3 * HOUR }, [])
    expect(numbers(spool.page(0, 100))).toEqual([5, 0])
    // No number is given twice.
    add(spool, 1)
    expect(numbers(spool.page(0, 100))).toEqual([5, 1])
  })

  it('drops the oldest beyond its size, and says what went and from when it was', () => {
    const spool = spoolOf({ bytes: 1_000, ageMs: 1_000 * HOUR })
    for (let minute = 0; minute < 10; minute++) add(spool, 2, START + minute * 60_000)
    const { first, results, gap } = spool.page(0, 100)
    expect(first + results.length).toBe(20)
    expect(gap?.count).toBe(first)
    expect(gap?.from).toBe(START)
    expect(gap?.until).toBe(START + (first / 2 - 1) * 60_000)
  })

  it('drops what is too old', () => {
    const spool = spoolOf({ bytes: 1_000_000, ageMs: HOUR })
    add(spool, 2)
    add(spool, 2, START + HOUR)
    expect(numbers(spool.page(0, 100))).toEqual([0, 4])
    add(spool, 2, START + HOUR + 1)
    expect(spool.page(0, 100)).toMatchObject({
      first: 2,
      gap: { count: 2, from: START, until: START },
    })
  })

  it('numbers what was lost before it came here, and says of it between what is there', () => {
    const spool = spoolOf()
    const lost = { count: 40, from: START + 1, until: START + 2 }
    add(spool, 3)
    spool.change({ kind: 'add', lost }, sampleResults(2, { at: START }))
    expect(spool.state().next).toBe(45)
    expect(spool.page(0, 100)).toEqual({ first: 0, results: sampleResults(3, { at: START }) })
    expect(spool.page(3, 100)).toEqual({
      first: 43,
      results: sampleResults(2, { at: START }),
      gap: lost,
    })
    spool.change({ kind: 'received', next: 45, at: START }, [])
    spool.change({ kind: 'add', lost: { ...lost, count: 5 } }, [])
    expect(spool.page(45, 100)).toEqual({ first: 50, results: [], gap: { ...lost, count: 5 } })
  })

  it('is another one after it was renewed: without what was received, and with its numbers', () => {
    const spool = spoolOf()
    add(spool, 3)
    add(spool, 2)
    spool.change({ kind: 'received', next: 3, at: START }, [])
    const { epoch } = spool.state()
    spool.change({ kind: 'renew' }, [])
    expect(spool.state().epoch).not.toBe(epoch)
    expect(spool.state()).toMatchObject({ next: 5, received: 3 })
    expect(spool.page(3, 100)).toEqual({ first: 3, results: sampleResults(2, { at: START }) })
  })

  it('gives every result that it keeps once, from any number and in pages of any size', () => {
    const sizes = fc.array(fc.nat(5), { maxLength: 30 })
    fc.assert(
      fc.property(sizes, fc.nat(100), fc.integer({ min: 1, max: 9 }), (batches, from, limit) => {
        const own = openWriter(':memory:')
        const spool = new SpoolTable(own.writer.database)
        for (const count of batches) add(spool, count)
        const total = batches.reduce((sum, count) => sum + count, 0)
        const got: number[] = []
        for (let next = from; ; ) {
          const { first, results } = spool.page(next, limit)
          if (results.length === 0) break
          got.push(...results.map((_, index) => first + index))
          next = first + results.length
        }
        own.close()
        expect(got).toEqual(Array.from({ length: Math.max(0, total - from) }, (_, at) => from + at))
      }),
      { seed: 20_261_130, numRuns: 60 },
    )
  })
})
