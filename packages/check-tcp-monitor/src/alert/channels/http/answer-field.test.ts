import { expect, it } from 'vitest'
import { answerText, answerWaitMs } from './answer-field.js'

it.each([
  ['{"retry_after":17}', 17_000],
  ['{"retry_after":0.25}', 250],
  ['{"retry_after":64.57}', 64_570],
  ['{"retry_after":1e300}', 86_400_000],
  ['{"retry_after":-1}', undefined],
  ['{"retry_after":"17"}', undefined],
  ['[17]', undefined],
  ['null', undefined],
  ['<html>', undefined],
  ['', undefined],
])('the answer %j asks to wait for %s ms', (text, ms) => {
  expect(answerWaitMs(text, 'retry_after')).toBe(ms)
})

it('a text is found below other keys, and what is no text is none', () => {
  expect(answerText('{"a":{"b":"no"}}', 'a', 'b')).toBe('no')
  expect(answerText('{"a":"x"}', 'a', 'b')).toBeUndefined()
  expect(answerText('{"a":{"b":5}}', 'a', 'b')).toBeUndefined()
})
