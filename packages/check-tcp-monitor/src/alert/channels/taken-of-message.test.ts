import { describe, expect, it } from 'vitest'
import { TakenOfMessage } from './taken-of-message.js'

describe('what a receiver has taken of a message', () => {
  it('is left out of the next try of the same message, and of no other', () => {
    const taken = new TakenOfMessage()
    expect(taken.restOf('one', ['a', 'b'])).toEqual(['a', 'b'])
    taken.note('a')
    expect(taken.restOf('one', ['a', 'b'])).toEqual(['b'])
    expect(taken.restOf('two', ['a', 'b'])).toEqual(['a', 'b'])
  })
})
