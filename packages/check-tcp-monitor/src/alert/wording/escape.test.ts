import { describe, expect, it } from 'vitest'
import { cut, escapeControl, safeJson, shown } from './escape.js'

describe('escaping for people', () => {
  it.each([
    ['a\u001b[2Jb', 'a\\x1b[2Jb'],
    ['one\r\nBcc: x', 'one\\x0d\\nBcc: x'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['a\u0085b\u007f', 'a\\x85b\\x7f'],
    ['naïve 日本 🙂', 'naïve 日本 🙂'],
  ])('shows %j as %j', (raw, escaped) => {
    expect(escapeControl(raw)).toBe(escaped)
  })

  it('lets no control character through, whatever the text', () => {
    const every = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code)).join('')
    expect(escapeControl(every)).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
    )
  })

  it('writes JSON of the same value without a raw control character', () => {
    const value = { text: 'a\u001b\u202e\u0085\u007fb' }
    expect(JSON.parse(safeJson(value))).toEqual(value)
    expect(safeJson(value)).toBe('{"text":"a\\u001b\\u202e\\u0085\\u007fb"}')
  })

  it('cuts what is too long, and never through a character', () => {
    expect(shown('abcdef', 4)).toBe('abc…')
    expect(shown('abcd', 4)).toBe('abcd')
    expect(cut('ab🙂cd', 4)).toBe('ab…')
  })
})
