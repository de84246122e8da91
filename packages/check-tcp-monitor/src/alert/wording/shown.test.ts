import { describe, expect, it } from 'vitest'
import { cut, cutBytes, shown } from './shown.js'

describe('what is shown to people', () => {
  it.each([
    ['a\u001b[2Jb', 'a\\x1b[2Jb'],
    ['one\r\nBcc: x', 'one\\x0d\\nBcc: x'],
    ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['a\u0085b\u007f', 'a\\x85b\\x7f'],
    ['naïve 日本 🙂', 'naïve 日本 🙂'],
  ])('shows %j as %j', (raw, escaped) => {
    expect(shown(raw)).toBe(escaped)
  })

  it('lets no control character through, whatever the text', () => {
    const every = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code)).join('')
    expect(shown(every, 100_000)).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
    )
  })

  it('cuts what is too long, and never through a character', () => {
    expect(shown('abcdef', 4)).toBe('abc…')
    expect(shown('abcd', 4)).toBe('abcd')
    expect(cut('ab🙂cd', 4)).toBe('ab…')
  })

  it.each(['a', 'é', '語', '🙂'])(
    'cuts to bytes, and never through a character: %s',
    (character) => {
      const text = character.repeat(20)
      const size = Buffer.byteLength(character)
      for (let most = 3; most < 20 * size; most++) {
        const kept = Math.floor((most - 3) / size)
        expect(cutBytes(text, most)).toBe(`${character.repeat(kept)}…`)
      }
      expect(cutBytes(text, 20 * size)).toBe(text)
    },
  )
})
