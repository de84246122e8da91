import { expect, it } from 'vitest'
import { jsonText } from './json-text.js'

it('writes JSON of the same value without a raw control character', () => {
  const value = { text: 'a\u001b\u202e\u0085\u007fb' }
  expect(JSON.parse(jsonText(value))).toEqual(value)
  expect(jsonText(value)).toBe('{"text":"a\\u001b\\u202e\\u0085\\u007fb"}')
})
