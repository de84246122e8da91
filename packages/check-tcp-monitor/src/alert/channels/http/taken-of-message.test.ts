import { describe, expect, it } from 'vitest'
import { TakenOfMessage } from './taken-of-message.js'

describe('what a receiver has taken of a message', () => {
  it('is left out of the next try of the same message, and of no other', () => {
    const taken = new TakenOfMessage()
    expect(taken.restOf('one', ['a', 'b'])).toEqual(['a', 'b'])
    taken.note('one', 'a')
    expect(taken.restOf('one', ['a', 'b'])).toEqual(['b'])
    expect(taken.restOf('two', ['a', 'b'])).toEqual(['a', 'b'])
  })

  it('is remembered while other messages are tried in between', () => {
    const taken = new TakenOfMessage()
    taken.note('one', 'a')
    taken.note('two', 'b')
    expect(taken.restOf('one', ['a', 'b'])).toEqual(['b'])
    expect(taken.restOf('two', ['a', 'b'])).toEqual(['a'])
    taken.forget('one')
    expect(taken.restOf('one', ['a', 'b'])).toEqual(['a', 'b'])
  })

  it('is forgotten of the oldest of very many messages', () => {
    const taken = new TakenOfMessage()
    for (let i = 0; i <= 500; i++) taken.note(`message ${i}`, 'a')
    expect(taken.restOf('message 0', ['a'])).toEqual(['a'])
    expect(taken.restOf('message 1', ['a'])).toEqual([])
  })
})
