import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CheckFleet } from '../../core/config/fleet.js'
import type { HeardVote } from '../../core/link/heard-vote.js'
import type { Verdict } from '../../core/verdict.js'
import { newCheckState } from '../../verdict/check-state.js'
import { type FleetState, type JointStep, judgeAll, judgeLocations } from './judge-locations.js'

const NOW = 1_700_000_000_000

const settings = (more: Partial<CheckFleet> = {}) => ({
  from: ['fra', 'nyc', 'ams'],
  quorum: 'majority' as CheckFleet['quorum'],
  everyMs: 30_000,
  accepted: [],
  partialAfterMs: 300_000,
  ...more,
})

const LETTERS: Readonly<Record<string, Verdict>> = {
  d: 'down',
  g: 'degraded',
  u: 'up',
  k: 'unknown',
  p: 'pending',
}

/** `du-`: a letter for each location. */
const heard = (letters: string, from: readonly string[], since = NOW - 5_000): HeardVote[] =>
  from.map((location, index) => {
    const verdict = LETTERS[letters[index] ?? ''] ?? 'pending'
    return { location, verdict, vote: { checkId: 'web', verdict, ageMs: 0, since } }
  })

/** Goes through what the locations say, a second apart, and tells verdict and incident of each step. */
function walk(steps: readonly string[], more: Partial<CheckFleet> = {}, everyMs = 1_000): string[] {
  const fleet = settings(more)
  let before: { state: JointStep['state']; fleet: FleetState | undefined } = {
    state: newCheckState(NOW),
    fleet: undefined,
  }
  return steps.map((letters, index) => {
    const step = judgeLocations(before, heard(letters, fleet.from), fleet, NOW + index * everyMs)
    before = step
    return `${step.state.verdict}${step.incident ? ` ${step.incident}` : ''}`
  })
}

describe('what a hub believes of a check', () => {
  it('is pending until enough locations were heard', () => {
    expect(walk(['ppp', 'upp', 'uup', 'uuu'])).toEqual(['pending', 'pending', 'up', 'up'])
  })

  it('is down by the quorum alone, and up once nobody calls it down', () => {
    expect(walk(['uuu', 'duu', 'ddu', 'ddd', 'udd', 'udu', 'uuu'])).toEqual([
      'up',
      'up',
      'down opened',
      'down',
      'down',
      'down',
      'up closed',
    ])
  })

  it('stays down while its locations come back one after the other, and is degraded once that lasts', () => {
    expect(walk(['ddd', 'ddu', 'duu', 'duu', 'duu', 'duu', 'uuu'], {}, 100_000)).toEqual([
      'down opened',
      'down',
      'down',
      'down',
      'down',
      'degraded changed',
      'up closed',
    ])
    expect(walk(['ddd', 'duu'], { partialAfterMs: 0 })).toEqual(['down opened', 'degraded changed'])
  })

  it('counts from when fewer than the quorum said down, again after each relapse', () => {
    expect(walk(['ddd', 'duu', 'duu', 'ddu', 'duu', 'duu', 'duu'], {}, 149_000)).toEqual([
      ...Array.from({ length: 7 }, (_, at) => (at === 0 ? 'down opened' : 'down')),
    ])
  })

  it('is degraded where a minority sees it down for long', () => {
    expect(walk(['uuu', 'duu', 'duu', 'duu', 'duu', 'duu', 'uuu'], {}, 100_000)).toEqual([
      'up',
      'up',
      'up',
      'up',
      'degraded opened',
      'degraded',
      'up closed',
    ])
  })

  it('begins to count a partial outage again from its start once it was over', () => {
    expect(walk(['duu', 'duu', 'uuu', 'duu', 'duu', 'duu', 'duu'], {}, 100_000)).toEqual([
      'up',
      'up',
      'up',
      'up',
      'up',
      'up',
      'degraded opened',
    ])
  })

  it('does not count an outage that is accepted there, for as long as it is', () => {
    const accepted = [{ location: 'fra', until: NOW + 250_000, because: 'no route yet' }]
    const steps = ['duu', 'duu', 'duu', 'duu', 'duu', 'duu', 'duu']
    expect(walk(steps, { accepted }, 100_000)).toEqual([
      'up',
      'up',
      'up',
      'up',
      'up',
      'up',
      'degraded opened',
    ])
    expect(walk(['ddu'], { accepted })).toEqual(['down opened'])
  })

  it('is up again though a location still sees it down where that is accepted', () => {
    const accepted = [{ location: 'fra', until: NOW + 250_000, because: 'no route yet' }]
    expect(walk(['duu', 'ddd', 'duu'], { accepted })).toEqual(['up', 'down opened', 'up closed'])
    expect(walk(['ddd', 'kuu'], { accepted })).toEqual(['down opened', 'up closed'])
  })

  it('does not wait for a location of whom no vote is known any more: none has joined, or it was revoked', () => {
    const fleet = settings()
    const all = heard('ddd', fleet.from)
    const opened = judgeLocations({ state: newCheckState(NOW), fleet: undefined }, all, fleet, NOW)
    const gone: HeardVote = { location: 'fra', verdict: 'unknown', isStale: true }
    const after = [gone, ...heard('kuu', fleet.from).slice(1)]
    expect(judgeLocations(opened, after, fleet, NOW + 1).incident).toBe('closed')
    const restarted = { state: opened.state, fleet: undefined }
    const pending = [{ location: 'fra', verdict: 'pending' as const }, ...after.slice(1)]
    const waiting = judgeLocations(restarted, pending, fleet, NOW + 1)
    expect(waiting.state.incident).toBe('down')
    expect(judgeLocations(waiting, after, fleet, NOW + 2).incident).toBe('closed')
  })

  it('is unknown where too few see it, and keeps its incident', () => {
    expect(walk(['ddu', 'kku', 'kkk', 'uuk', 'uuu'])).toEqual([
      'down opened',
      'unknown',
      'unknown',
      'up closed',
      'up',
    ])
  })

  it.each(['any', 1] as const)(
    'is not up again because the one that saw it down is unseen: %s',
    (quorum) => {
      expect(walk(['duu', 'kuu', 'kuu', 'uuu'], { quorum })).toEqual([
        'down opened',
        'unknown',
        'unknown',
        'up closed',
      ])
    },
  )

  it.each([
    [300_000, 300_000],
    [0, 70_000],
  ])(
    'waits for a location that saw it down and is lost for %i ms, at least as long as a vote counts: %i ms',
    (partialAfterMs, waitsMs) => {
      const fleet = settings({ partialAfterMs })
      const [fra, ...others] = heard('kuu', fleet.from)
      const opened = judgeLocations(
        { state: newCheckState(NOW), fleet: undefined },
        heard('ddd', fleet.from),
        fleet,
        NOW,
      )
      const after = (saidMs: number) => [
        { ...fra, location: 'fra', isStale: true, saidMs },
        ...others,
      ]
      const waiting = judgeLocations(opened, after(waitsMs - 1) as HeardVote[], fleet, NOW + 1)
      expect(waiting.state).toMatchObject({ verdict: 'unknown', incident: 'down' })
      const over = judgeLocations(waiting, after(waitsMs) as HeardVote[], fleet, NOW + 2)
      expect(over.incident).toBe('closed')
      expect(over.state).toMatchObject({ verdict: 'up', incident: 'none' })
    },
  )

  it('waits for as long for one that is heard and cannot tell any more', () => {
    const fleet = settings()
    const all = heard('ddd', fleet.from)
    const opened = judgeLocations({ state: newCheckState(NOW), fleet: undefined }, all, fleet, NOW)
    const after = (heldMs: number) => heard('kuu', fleet.from).map((each) => ({ ...each, heldMs }))
    const waiting = judgeLocations(opened, after(299_999), fleet, NOW + 1)
    expect(waiting.state.incident).toBe('down')
    expect(judgeLocations(waiting, after(300_000), fleet, NOW + 2).incident).toBe('closed')
  })

  it('does not wait for one whose word was taken away', () => {
    const fleet = settings()
    const all = heard('ddd', fleet.from)
    const opened = judgeLocations({ state: newCheckState(NOW), fleet: undefined }, all, fleet, NOW)
    const unseen = heard('kuu', fleet.from)
    const waiting = judgeLocations(opened, unseen, fleet, NOW + 1)
    expect(waiting.state.incident).toBe('down')
    const revoked = [{ location: 'fra', verdict: 'pending' as const }, ...unseen.slice(1)]
    expect(judgeLocations(waiting, revoked, fleet, NOW + 2).incident).toBe('closed')
  })

  it('keeps an incident over a restart until everybody was heard', () => {
    const open = { ...newCheckState(NOW), verdict: 'down' as const, incident: 'down' as const }
    let before: { state: JointStep['state']; fleet: FleetState | undefined } = {
      state: open,
      fleet: undefined,
    }
    const fleet = settings()
    const told = ['ppp', 'upp', 'uup', 'uuu'].map((letters, index) => {
      before = judgeLocations(before, heard(letters, fleet.from), fleet, NOW + index)
      return before.state.incident
    })
    expect(told).toEqual(['down', 'down', 'down', 'none'])
  })

  it('is the same as what the one location believes where there is one', () => {
    expect(walk(['p', 'u', 'd', 'k', 'u'], { from: ['fra'] })).toEqual([
      'pending',
      'up',
      'down opened',
      'unknown',
      'up closed',
    ])
  })

  it('dates an outage by who saw it first, and no later than now', () => {
    const first = heard('ddu', settings().from)
    const votes = first.map((each, index) => ({
      ...each,
      ...(each.vote && { vote: { ...each.vote, since: NOW - 9_000 * index + 4_000 } }),
    }))
    const before = { state: newCheckState(NOW), fleet: undefined }
    expect(judgeLocations(before, votes, settings(), NOW).state.since).toBe(NOW - 5_000)
    const ahead = judgeLocations(
      before,
      heard('ddu', settings().from, NOW + 60_000),
      settings(),
      NOW,
    )
    expect(ahead.state.since).toBe(NOW)
  })

  it('never closes an incident while a location that saw it down is unseen, and never opens one by a minority', () => {
    const letters = ['d', 'g', 'u', 'k', 'p']
    const all = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
    for (const one of all) {
      for (const other of all) {
        for (const quorum of ['majority', 'all', 'any', 2] as const) {
          const [first = '', second = ''] = walk([one, other], { quorum, partialAfterMs: 0 })
          const down = [...one].filter((letter) => letter === 'd').length
          const needed = quorum === 'any' ? 1 : quorum === 'all' ? 3 : 2
          expect(first.startsWith('down'), `${one} ${quorum}`).toBe(down >= needed)
          const wasUnseen = [...one].some(
            (letter, at) => letter === 'd' && 'kp'.includes(other[at] ?? ''),
          )
          if (wasUnseen) expect(second, `${one} ${other} ${quorum}`).not.toContain('closed')
        }
      }
    }
  })
})

describe('a check of which nothing is wrong', () => {
  it('is judged as every other', () => {
    const letter = fc.constantFrom('u', 'u', 'u', 'p', 'd', 'k', 'g')
    const steps = fc.array(fc.array(letter, { minLength: 3, maxLength: 3 }), { maxLength: 12 })
    const quorum = fc.constantFrom<CheckFleet['quorum']>('majority', 'all', 'any', 2)
    let quiet = 0
    fc.assert(
      fc.property(steps, quorum, (said, of) => {
        const fleet = settings({ quorum: of, partialAfterMs: 2_000 })
        let quick: Parameters<typeof judgeLocations>[0] = {
          state: newCheckState(NOW),
          fleet: undefined,
        }
        let all = quick
        for (const [index, letters] of said.entries()) {
          const votes = heard(letters.join(''), fleet.from)
          if (letters.every((each) => each === 'u' || each === 'p')) quiet++
          const now = NOW + index * 1_000
          const steps = [judgeLocations(quick, votes, fleet, now), judgeAll(all, votes, fleet, now)]
          expect(steps[0]).toEqual(steps[1])
          ;[quick = quick, all = all] = steps
        }
      }),
      { numRuns: 2_000, seed: 20_261_130 },
    )
    expect(quiet).toBeGreaterThan(500)
  })
})
