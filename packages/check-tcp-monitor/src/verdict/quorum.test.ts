import { describe, expect, it } from 'vitest'
import type { Quorum } from '../core/config/fleet.js'
import { VERDICTS, type Verdict } from '../core/verdict.js'
import { judgeVotes, type Vote, votesNeeded } from './quorum.js'

function votes(verdicts: readonly Verdict[]): Vote[] {
  return verdicts.map((verdict, index) => ({ location: `at${index}`, verdict }))
}

/** So many of each, in every count that adds up to `locations`. */
function* cells(locations: number) {
  for (let down = 0; down <= locations; down++)
    for (let degraded = 0; down + degraded <= locations; degraded++)
      for (let unknown = 0; down + degraded + unknown <= locations; unknown++)
        yield { down, degraded, unknown, up: locations - down - degraded - unknown }
}

type Cell = ReturnType<typeof cells> extends Generator<infer T> ? T : never

function votesIn({ down, degraded, unknown, up }: Cell): Vote[] {
  return votes([
    ...Array<Verdict>(down).fill('down'),
    ...Array<Verdict>(degraded).fill('degraded'),
    ...Array<Verdict>(unknown).fill('unknown'),
    ...Array<Verdict>(up).fill('up'),
  ])
}

function judged(cell: Cell, needed: number): Verdict {
  return judgeVotes(votesIn(cell), needed).verdict
}

/**
 * The same rules from the other end: what would have to happen for the verdict to change, counted by voting one by one.
 */
function secondOpinion({ down, degraded, unknown, up }: Cell, needed: number): Verdict {
  let missing = needed
  for (let vote = 0; vote < down; vote++) missing--
  if (missing <= 0) return 'down'
  const seeing = down + degraded + up
  if (seeing + 1 <= needed) return unknown > 0 ? 'unknown' : 'up'
  if (down !== 0) return 'degraded'
  return needed - degraded > 0 ? 'up' : 'degraded'
}

/** down x unknown for n locations that are up otherwise, as the design's tables have them; `!`: coverage with downs. */
const TABLES: readonly (readonly [number, number, readonly string[]])[] = [
  [
    5,
    3,
    [
      'up partial partial down down down',
      'up partial partial down down',
      'up partial partial down',
      'unknown unknown! unknown!',
      'unknown unknown!',
      'unknown',
    ],
  ],
  [3, 2, ['up partial down down', 'up partial down', 'unknown unknown!', 'unknown']],
  [2, 2, ['up partial down', 'unknown unknown!', 'unknown']],
  [1, 1, ['up down', 'unknown']],
]

describe('the verdict of several locations', () => {
  it.each(TABLES)('of %i locations with a quorum of %i is the table', (locations, needed, rows) => {
    const found = rows.map((row, unknown) =>
      row.split(' ').map((_cell, down) => {
        const cell = { down, degraded: 0, unknown, up: locations - down - unknown }
        const { verdict, reason, downFrom } = judgeVotes(votesIn(cell), needed)
        if (reason === 'partial') return 'partial'
        return reason === 'coverage' && downFrom.length > 0 ? `${verdict}!` : verdict
      }),
    )
    expect(found.map((row) => row.join(' '))).toEqual(rows)
  })

  it('is what a second set of rules says, for every cell of 1 to 9 locations and every quorum', () => {
    let compared = 0
    for (let locations = 1; locations <= 9; locations++)
      for (let needed = 1; needed <= locations; needed++)
        for (const cell of cells(locations)) {
          expect([cell, needed, judged(cell, needed)]).toEqual([
            cell,
            needed,
            secondOpinion(cell, needed),
          ])
          compared++
        }
    expect(compared).toBe(5_148)
  })

  it('never makes a target down by fewer than the quorum', () => {
    for (const { cell, needed } of everyCell()) {
      if (cell.down < needed) expect(judged(cell, needed)).not.toBe('down')
    }
  })

  it('is never made down, nor from down to up, by a location that is isolated', () => {
    for (const { cell, needed, locations } of everyCell()) {
      const before = judged(cell, needed)
      for (const from of ['down', 'degraded', 'up'] as const) {
        if (cell[from] === 0) continue
        const after = judged({ ...cell, [from]: cell[from] - 1, unknown: cell.unknown + 1 }, needed)
        if (before !== 'down') expect(after).not.toBe('down')
        // With a smaller quorum, the locations that are left may be enough to know that it is up.
        const isMajority = needed >= votesNeeded('majority', locations)
        if (before === 'down' && isMajority) expect(after).not.toBe('up')
      }
    }
  })

  it('never gets better by one more location that calls it down', () => {
    const order = ['up', 'degraded', 'down']
    for (const { cell, needed } of everyCell()) {
      const before = judged(cell, needed)
      if (before === 'unknown') continue
      for (const from of ['degraded', 'up'] as const) {
        if (cell[from] === 0) continue
        const after = judged({ ...cell, [from]: cell[from] - 1, down: cell.down + 1 }, needed)
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before))
      }
    }
  })

  it('never goes from up to down by one voter, with a majority of more than one location', () => {
    for (let locations = 2; locations <= 9; locations++)
      for (const cell of cells(locations)) {
        const needed = votesNeeded('majority', locations)
        if (judged(cell, needed) !== 'up' || cell.up === 0) continue
        expect(judged({ ...cell, up: cell.up - 1, down: cell.down + 1 }, needed)).not.toBe('down')
      }
  })

  it.each(VERDICTS)('is the own verdict of a single location: %s', (verdict) => {
    expect(judgeVotes(votes([verdict]), votesNeeded('majority', 1)).verdict).toBe(verdict)
  })

  it('is pending only while no missing location has ever voted', () => {
    const pending = { verdict: 'pending', downFrom: [], unknownFrom: ['at0', 'at1'] }
    expect(judgeVotes(votes(['pending', 'pending', 'up']), 2)).toEqual(pending)
    expect(judgeVotes(votes(['pending', 'unknown', 'up']), 2)).toEqual({
      ...pending,
      verdict: 'unknown',
      reason: 'coverage',
    })
  })

  it('names the locations from which it is down, and those that see nothing', () => {
    expect(judgeVotes(votes(['up', 'down', 'unknown', 'up', 'pending', 'up']), 3)).toEqual({
      verdict: 'degraded',
      reason: 'partial',
      downFrom: ['at1'],
      unknownFrom: ['at2', 'at4'],
    })
  })

  it('leaves out an accepted outage of one location, but for the quorum', () => {
    const accepted = { location: 'lab', verdict: 'down', accepted: true } as const
    expect(judgeVotes([accepted, ...votes(['up', 'up'])], 2)).toEqual({
      verdict: 'up',
      downFrom: ['lab'],
      unknownFrom: [],
    })
    expect(judgeVotes([accepted, ...votes(['down', 'up', 'up', 'up'])], 3).reason).toBe('partial')
    expect(judgeVotes([accepted, ...votes(['down', 'up'])], 2).verdict).toBe('down')
  })
})

describe('the quorum', () => {
  it.each<readonly [Quorum, readonly number[]]>([
    ['majority', [1, 2, 2, 3, 3, 4, 4, 5, 5]],
    ['all', [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['any', [1, 1, 1, 1, 1, 1, 1, 1, 1]],
    [2, [2, 2, 2, 2, 2, 2, 2, 2, 2]],
  ])('%s of 1 to 9 locations', (quorum, needed) => {
    expect(needed.map((_each, index) => votesNeeded(quorum, index + 1))).toEqual(needed)
  })

  it('is at least one vote', () => {
    expect(votesNeeded('all', 0)).toBe(1)
  })
})

function* everyCell() {
  for (let locations = 1; locations <= 9; locations++)
    for (let needed = 1; needed <= locations; needed++)
      for (const cell of cells(locations)) yield { cell, needed, locations }
}
