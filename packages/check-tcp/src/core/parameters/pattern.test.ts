import { expect, it } from 'vitest'
import { readPattern } from './pattern.js'

function found(pattern: string, answer: string, ended?: boolean): boolean {
  const read = readPattern(pattern)
  if ('problem' in read) throw new Error(read.problem)
  return read.isIn(Buffer.from(answer), ended)
}

it.each([
  ['/ESMTP$/l', '220 host ESMTP\r\n', true],
  ['/^250 ok$/l', '220 host\r\n250 ok\r\n', true],
  ['/^220[^-]*ESMTP/l', '220 a\r\n250 ESMTP\r\n', false],
  ['/(?s)a.*b/l', 'a\nb\n', false],
  ['/^a$/l', 'a', false],
  ['/^$/l', '\r\n', true],
])('%s is held against complete lines alone: %j is %s', (pattern, answer, expected) => {
  expect(found(pattern, answer)).toBe(expected)
})

it('with l, what follows the last line end is a line once the answer has ended', () => {
  expect(found('/^\\+OK$/l', '+OK', false)).toBe(false)
  expect(found('/^\\+OK$/l', '+OK', true)).toBe(true)
})

it('without l, an expression sees the answer as a whole', () => {
  expect(found('/a$/m', 'a\r\n')).toBe(false)
  expect(found('/a.b/s', 'a\nb')).toBe(true)
})

it('says which flags there are', () => {
  expect(readPattern('/a/x')).toEqual({ problem: 'its flags can be i, m, s and l' })
})
