import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeardVote } from '../../core/link/heard-vote.js'
import { VERDICTS, type Verdict } from '../../core/verdict.js'
import { judgeVotes } from '../../verdict/quorum.js'
import { readCoverage } from './coverage.js'

const heard = (...verdicts: Verdict[]): HeardVote[] =>
  verdicts.map((verdict, index) => ({ location: `l${index}`, verdict }))

const nowhere = () => false

describe('the coverage of a check', () => {
  it('is lost with fewer that see than the quorum needs, and says who does not and what the others say', () => {
    const votes = heard('down', 'up', 'unknown', 'pending', 'unknown')
    expect(readCoverage(votes, 3, nowhere)).toEqual({ kind: 'undecided' })
    expect(readCoverage(votes, 4, nowhere)).toEqual({
      ...{ kind: 'lost', missing: ['l2', 'l3', 'l4'] },
      ...{ seeing: 2, down: 1 },
    })
    expect(readCoverage(votes, 2, nowhere)).toEqual({ kind: 'enough' })
  })

  it('does not count down where that is expected', () => {
    const votes = heard('down', 'unknown')
    expect(readCoverage(votes, 2, () => true)).toMatchObject({ kind: 'lost', down: 0 })
  })

  it('is lost wherever there is no verdict for want of votes, but for those that are waited for', () => {
    const votes = fc.array(fc.constantFrom(...VERDICTS), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(votes, fc.integer({ min: 1, max: 9 }), (verdicts, wanted) => {
        const needed = Math.min(wanted, verdicts.length)
        const { kind } = readCoverage(heard(...verdicts), needed, nowhere)
        const { verdict } = judgeVotes(heard(...verdicts), needed)
        expect(kind === 'enough').toBe(verdict !== 'unknown' && verdict !== 'pending')
        if (!verdicts.includes('pending')) expect(kind).not.toBe('undecided')
      }),
      { seed: 20_261_130 },
    )
  })
})
