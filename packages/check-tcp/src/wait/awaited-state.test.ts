import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../test/report/entries.js'
import type { ErrorResult } from '../core/wire/result.js'
import { checkResultOf } from '../report/outcome.js'
import { isEvidence, isReached, saysNothing } from './awaited-state.js'

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

describe('a name that nobody was asked for', () => {
  const { details, ...unknownName } = resultOf('noName') as ErrorResult

  it.each(['nsswitch_leaves_out_dns', 'no_aaaa_is_set'])('is never closed: %s', (cause) => {
    const result = { ...unknownName, details: { ...details, cause } }
    expect(isReached(result, 'closed', true)).toBe(false)
    expect(isEvidence(result)).toBe(false)
  })

  it.each(['no_address_of_the_family', 'name_server_blocks_the_name'])(
    'is told from one that was: %s',
    (cause) => {
      const result = { ...unknownName, details: { ...details, cause } }
      expect(isReached(result, 'closed', false)).toBe(false)
      expect(isReached(result, 'closed', true)).toBe(true)
    },
  )
})

describe('saysNothing', () => {
  it.each([
    ['connected', false],
    ['refused', false],
    ['cancelled', true],
    ['silent', true],
  ] as const)('of %s is %s', (name, nothing) => {
    expect(saysNothing(resultOf(name))).toBe(nothing)
  })
})
