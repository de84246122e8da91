import { expect, it } from 'vitest'
import { beginOfTurn, LATENESS_MS } from './turn-ledger.js'

it('a turn that is taken on time, or as late as timers are, begins when it was due', () => {
  expect(beginOfTurn(1_000, 1_000)).toBe(1_000)
  expect(beginOfTurn(1_000, 1_000 + LATENESS_MS)).toBe(1_000)
})

it('a turn that is taken later begins when it is taken, so that nobody saves turns up', () => {
  expect(beginOfTurn(1_000, 1_001 + LATENESS_MS)).toBe(1_001 + LATENESS_MS)
  expect(beginOfTurn(Number.NEGATIVE_INFINITY, 5)).toBe(5)
})
