import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../test/report/entries.js'
import { checkResultOf } from '../report/outcome.js'
import { isReached, saysNothing } from './awaited-state.js'

function resultOf(name: keyof typeof ENTRIES) {
  const result = checkResultOf(ENTRIES[name])
  if (!result) throw new Error(`${name} is no check's result`)
  return result
}

describe('isReached', () => {
  it.each([
    ['connected', 'open', true],
    ['connected', 'closed', false],
    ['refused', 'open', false],
    ['refused', 'closed', true],
    ['cancelled', 'closed', false],
    ['denied', 'closed', false],
  ] as const)('of %s, waiting for %s, is %s', (name, state, reached) => {
    expect(isReached(resultOf(name), state)).toBe(reached)
  })
})

describe('a name that does not exist', () => {
  const unknownName = resultOf('noName')

  it('is closed where it has existed, and else may be a typo', () => {
    expect(isReached(unknownName, 'closed', false)).toBe(false)
    expect(isReached(unknownName, 'closed', true)).toBe(true)
    expect(isReached(unknownName, 'open', true)).toBe(false)
  })
})

describe('saysNothing', () => {
  it.each([
    ['connected', false],
    ['refused', false],
    ['cancelled', true],
  ] as const)('of %s is %s', (name, nothing) => {
    expect(saysNothing(resultOf(name))).toBe(nothing)
  })
})
