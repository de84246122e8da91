import { describe, expect, it } from 'vitest'
import { renderProgress } from './progress.js'

describe('the progress line', () => {
  it('has a bar, the share, the rate, what came of them and the time left', () => {
    expect(renderProgress({ done: 5_000, failed: 12, total: 20_000, elapsedMs: 10_000 })).toBe(
      '[█████░░░░░░░░░░░░░░░] 5000/20000 25% · 500/s · 4988 ok · 12 failed · 30.0 s left',
    )
  })

  it('has no bar where the total is not known', () => {
    expect(renderProgress({ done: 12, failed: 0, elapsedMs: 8_000 })).toBe(
      '12 done · 1.5/s · 12 ok',
    )
  })

  it('guesses no time left before anything is done, nor when all is', () => {
    expect(renderProgress({ done: 0, failed: 0, total: 10, elapsedMs: 0 })).toBe(
      '[░░░░░░░░░░░░░░░░░░░░] 0/10 0% · 0.0/s',
    )
    expect(renderProgress({ done: 10, failed: 0, total: 10, elapsedMs: 100 })).toBe(
      '[████████████████████] 10/10 100% · 100/s · 10 ok',
    )
  })
})
