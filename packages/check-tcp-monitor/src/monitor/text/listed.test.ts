import { expect, it } from 'vitest'
import { listed } from './listed.js'

it('a list names the first few, and counts the others', () => {
  expect(listed(['a'])).toBe('a')
  expect(listed([...'abcd'])).toBe('a, b, c and d')
  expect(listed([...'abcde'])).toBe('a, b, c and 2 more')
})
