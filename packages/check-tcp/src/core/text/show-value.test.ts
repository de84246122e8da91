import { describe, expect, it } from 'vitest'
import { quote, showValue } from './show-value.js'

describe('showValue', () => {
  it.each([
    ['80', '"80" (string)'],
    ['say "hi"', '"say \\"hi\\"" (string)'],
    ['\u001b[2J\n', '"\\x1b[2J\\n" (string)'],
    ['x'.repeat(61), `"${'x'.repeat(60)}…" (string)`],
    [80, '80 (number)'],
    [Number.NaN, 'NaN (number)'],
    [true, 'true (boolean)'],
    [7n, '7 (bigint)'],
    [10n ** 100n, 'a large bigint'],
    [null, 'null'],
    [undefined, 'nothing'],
    [[1], 'a list'],
    [{ a: 1 }, 'a mapping'],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
  ])('shows value %# with its type', (value, shown) => {
    expect(showValue(value)).toBe(shown)
  })

  it('does not throw for what throws whatever it is asked', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(showValue(proxy)).toBe('a mapping')
  })
})

describe('quote', () => {
  it('escapes control characters after cutting, so that no escape is cut', () => {
    expect(quote('\u0000'.repeat(100))).toBe(`"${'\\x00'.repeat(60)}…"`)
  })
})
