import { describe, expect, it } from 'vitest'
import { checkCondition, compileConditions, isLong, readNetwork, ruleInWords } from './rule.js'

const networks = (count: number) =>
  Array.from({ length: count }, (_, index) => `10.0.${index}.0/24`)

describe('a rule in words', () => {
  const separators = { values: ' ', conditions: ', ' }

  it('has each of up to eight values, and of more how many they are', () => {
    expect(ruleInWords({ deny: { networks: networks(8) } }, separators)).toBe(
      `deny networks ${networks(8).join(' ')}`,
    )
    expect(ruleInWords({ deny: { networks: networks(9), ports: [22] } }, separators)).toBe(
      'deny 9 networks, ports 22',
    )
    expect(ruleInWords({ allow: { networks: networks(1_000) } }, separators)).toBe(
      'allow 1,000 networks',
    )
    expect(ruleInWords({ allow: {} }, separators)).toBe('allow')
  })

  it.each([
    [undefined, false],
    [[], false],
    [networks(8), false],
    [networks(9), true],
  ])('%j', (values, long) => {
    expect(isLong(values)).toBe(long)
  })
})

describe('a value of a condition', () => {
  it.each([
    ['networks', '10.0.0.0/8'],
    ['networks', 'private'],
    ['hosts', '*.example.com'],
    ['ports', 22],
    ['ports', '8000-8010'],
    ['tags', 'web'],
    ['callers', 'portal'],
  ] as const)('%s: %s can be read', (key, value) => {
    expect(() => checkCondition(key, value)).not.toThrow()
  })

  it.each([
    ['networks', '10.0.0.0/33', /^network must be an address, a CIDR block such as 10\.0\.0\.0\/8/],
    ['networks', 'ports', /^network must be .*, got ports$/],
    ['hosts', '', /./],
    ['ports', '0', /^port must be 1 to 65535 or a range such as 8000-8010, got 0$/],
    ['ports', '', /^port must be 1 to 65535/],
    ['ports', 'x22', /^port must be 1 to 65535/],
    ['ports', '20-10', /^port must be 1 to 65535/],
  ] as const)('%s: %s is refused', (key, value, message) => {
    expect(() => checkCondition(key, value)).toThrow(message)
  })

  it('has no classes but its own', () => {
    expect(() => readNetwork('constructor')).toThrow(RangeError)
  })
})

describe('conditions', () => {
  it('want a tag or a caller that is there', () => {
    const tagged = compileConditions({ tags: ['web'] })
    expect(tagged(80, { name: undefined })).toBe(false)
    expect(tagged(80, { name: undefined, tags: ['db', 'web'] })).toBe(true)
    const called = compileConditions({ callers: ['portal'] })
    expect(called(80, { name: undefined })).toBe(false)
    expect(called(80, { name: undefined, caller: 'portal' })).toBe(true)
  })
})
