import { describe, expect, it } from 'vitest'
import { combinePolicies } from './combine-policies.js'
import { allowAll, createPolicy, type Policy } from './policy.js'

const ADDRESS = { text: '192.0.2.7', family: 4 } as const

const decide = (first: Policy, second: Policy) =>
  combinePolicies(first, second).decide(ADDRESS, 80, { name: undefined })

const ALLOWS = createPolicy({ rules: [{ allow: { ports: [80] } }], names: ['allows'] })
const DENIES = createPolicy({ rules: [{ deny: { ports: [80] } }], names: ['denies'] })
const ALSO_DENIES = createPolicy({ rules: [{ deny: { ports: [80] } }], names: ['also denies'] })
const SAYS_NOTHING = createPolicy({ rules: [] })

describe('two policies together', () => {
  it('deny what either denies, by its rule', () => {
    for (const other of [ALLOWS, SAYS_NOTHING, allowAll]) {
      expect(decide(DENIES, other)).toEqual({ allowed: false, rule: 'denies' })
      expect(decide(other, DENIES)).toEqual({ allowed: false, rule: 'denies' })
    }
    expect(decide(DENIES, ALSO_DENIES)).toEqual({ allowed: false, rule: 'denies' })
  })

  it('allow what both allow, by a rule where either has one', () => {
    const byRule = { allowed: true, address: ADDRESS, rule: 'allows', byRule: true }
    expect(decide(ALLOWS, SAYS_NOTHING)).toEqual(byRule)
    expect(decide(SAYS_NOTHING, ALLOWS)).toEqual(byRule)
    expect(decide(allowAll, SAYS_NOTHING)).toEqual({
      ...{ allowed: true, address: ADDRESS, rule: 'default: allow', byRule: false },
    })
  })

  it('keep the limits of both, each counted by itself, and the first log that is wanted', () => {
    const one = createPolicy({ rules: [], limits: { rate: 9 }, audit: { directory: '/one' } })
    const other = createPolicy({ rules: [], limits: { rate: 1 }, audit: { directory: '/other' } })
    expect(combinePolicies(one, other)).toMatchObject({
      ...{ limits: { rate: 9 }, ownLimits: { rate: 1 }, audit: { directory: '/one' } },
    })
    expect(combinePolicies(allowAll, other).audit).toEqual({ directory: '/other' })
    const bare = combinePolicies(allowAll, allowAll)
    expect(bare).toMatchObject({ limits: {}, ownLimits: {} })
    expect('audit' in bare).toBe(false)
  })
})
