import { describe, expect, it } from 'vitest'
import { cutToWidth, padToWidth, textWidth } from './text-width.js'

describe('the columns of a terminal that a text takes', () => {
  it.each([
    ['example.com', 11],
    ['bücher', 6],
    ['例え.jp', 7],
    ['ｈｏｓｔ', 8],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['サーバー・その、二', 18],
    ['ﾎｽﾄ', 3],
    ['u\u0308', 1],
    ['का', 2],
    ['🐢', 2],
    ['✔ ×', 3],
  ])('of %s are %i', (text, columns) => {
    expect(textWidth(text)).toBe(columns)
  })

  it('are kept when it is cut, even within a wide character', () => {
    expect(cutToWidth('例例例', 6)).toBe('例例例')
    expect(cutToWidth('例例例', 5)).toBe('例例…')
    expect(cutToWidth('例例例', 4)).toBe('例…')
    expect(cutToWidth('abc', 0)).toBe('')
  })

  it('are what it is padded to', () => {
    expect(padToWidth('例', 4)).toBe('例  ')
    expect(padToWidth('long', 2)).toBe('long')
  })
})
