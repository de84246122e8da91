import { describe, expect, it } from 'vitest'
import { escapeControl, escapeInJson } from './escape-control.js'

/** Every code point of Unicode, without the halves of surrogate pairs. */
function* codePoints(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code < 0xd800 || code > 0xdfff) yield String.fromCodePoint(code)
  }
}

describe('what cannot be seen', () => {
  it.each([
    ['an escape sequence', '\u001b[2J', '\\x1b[2J'],
    ['a line break', 'a\nb\tc', 'a\\nb\\tc'],
    ['a zero-width space', 'db\u200b-1', 'db\\u200b-1'],
    ['zero-width joiners', 'a\u200c\u200db', 'a\\u200c\\u200db'],
    ['a soft hyphen', 'a\u00adb', 'a\\xadb'],
    ['a word joiner', 'a\u2060b', 'a\\u2060b'],
    ['a right-to-left override', 'txt\u202egpj', 'txt\\u202egpj'],
    ['an isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['an Arabic letter mark', 'a\u061cb', 'a\\u061cb'],
    ['a byte order mark', '\ufeffa', '\\ufeffa'],
    ['a line separator', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['spaces that are none', 'a\u00a0b\u2007c\u3000d', 'a\\xa0b\\u2007c\\u3000d'],
    ['a Hangul filler', 'a\u3164b', 'a\\u3164b'],
    ['a blank of Braille', 'a\u2800b', 'a\\u2800b'],
    ['tags, which spell a text of their own', 'a\u{e0041}\u{e007f}', 'a\\u{e0041}\\u{e007f}'],
    ['variation selectors that select nothing', 'a\ufe0f\u{e0101}', 'a\\ufe0f\\u{e0101}'],
  ])('is shown as an escape: %s', (_what, text, shown) => {
    expect(escapeControl(text)).toBe(shown)
  })

  it.each(['Überwachung, größer', '数据库 db-1', 'قاعدة', '⚠️ 1️⃣ 🚀', 'a b', "it's 5 µs – 90 %"])(
    'is none of %s',
    (text) => {
      expect(escapeControl(text)).toBe(text)
      expect(escapeInJson(JSON.stringify(text))).toBe(JSON.stringify(text))
    },
  )

  it('is nowhere left in the whole of Unicode', () => {
    const left = [...codePoints()].filter(
      (char) => char !== ' ' && /[\p{Cc}\p{Cf}\p{Z}]/u.test(escapeControl(char)),
    )
    expect(left).toEqual([])
  })

  it('is escaped in JSON without a change of the value, whatever it is', () => {
    const all = [...codePoints()].join('')
    const json = escapeInJson(JSON.stringify(all))
    expect(JSON.parse(json) === all).toBe(true)
    expect(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(json)).toBe(false)
  })

  it('leaves the line breaks that JSON itself has', () => {
    expect(escapeInJson(JSON.stringify({ a: '\u200b' }, undefined, 2))).toBe(
      '{\n  "a": "\\u200b"\n}',
    )
  })
})
