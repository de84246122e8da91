import { describe, expect, it } from 'vitest'
import { VERDICTS, type Verdict } from '../core/verdict.js'
import { fleetVerdict, type Vote } from './fleet-verdict.js'

const LETTERS: Readonly<Record<string, Verdict>> = {
  d: 'down',
  g: 'degraded',
  u: 'up',
  k: 'unknown',
  p: 'pending',
}

/** One letter for each location. */
function votesOf(letters: string): Vote[] {
  return [...letters].map((letter, index) => ({
    location: `l${index}`,
    verdict: LETTERS[letter] as Verdict,
  }))
}

/** All that `n` locations can say. */
function all(n: number, letters: string): string[] {
  return n === 0
    ? ['']
    : all(n - 1, letters).flatMap((rest) => [...letters].map((letter) => letter + rest))
}

describe("the fleet's verdict", () => {
  it.each(VERDICTS)('of one location is its own: %s', (verdict) => {
    expect(fleetVerdict([{ location: 'lab', verdict }])).toBe(verdict)
  })

  it.each([
    ['ddd', 'down'],
    ['ddu', 'down'],
    ['duu', 'degraded'],
    ['ddk', 'down'],
    ['duk', 'degraded'],
    ['dkk', 'unknown'],
    ['uuk', 'up'],
    ['ukk', 'unknown'],
    ['ggu', 'degraded'],
    ['guu', 'up'],
    ['dk', 'unknown'],
    ['du', 'degraded'],
    ['dd', 'down'],
    ['pp', 'pending'],
    ['pu', 'unknown'],
    ['ddukk', 'degraded'],
    ['ddkkk', 'unknown'],
  ])('of %s is %s', (letters, verdict) => {
    expect(fleetVerdict(votesOf(letters))).toBe(verdict)
  })

  it('is never down by a minority, nor by who goes blind', () => {
    for (let n = 2; n <= 6; n++) {
      for (const letters of all(n, 'duk')) {
        const before = fleetVerdict(votesOf(letters))
        const down = [...letters].filter((letter) => letter === 'd').length
        if (before === 'down') expect(down).toBeGreaterThan(n / 2)
        for (let i = 0; i < n; i++) {
          const blind = fleetVerdict(votesOf(`${letters.slice(0, i)}k${letters.slice(i + 1)}`))
          if (before !== 'down') expect(blind).not.toBe('down')
          if (before === 'down') expect(blind).not.toBe('up')
        }
      }
    }
  })

  it('goes by the quorum that is asked for', () => {
    expect(fleetVerdict(votesOf('duu'), 1)).toBe('down')
    expect(fleetVerdict(votesOf('ddu'), 3)).toBe('degraded')
  })
})
