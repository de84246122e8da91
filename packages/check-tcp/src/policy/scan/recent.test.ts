import { describe, expect, it } from 'vitest'
import { Recent } from './recent.js'

const MAX = 2
const WINDOW_MS = 100

/** Sees keys at moments; what belongs to a key is the number of the first time that it was made. */
function recent() {
  const keys = new Recent<number>(MAX, WINDOW_MS)
  let made = 0
  return (key: string, atMs: number) => keys.see(key, atMs, () => ++made)
}

describe('Recent', () => {
  it('keeps what belongs to a key', () => {
    const see = recent()
    expect([see('a', 0), see('b', 1), see('a', 2), see('b', 3)]).toEqual([1, 2, 1, 2])
  })

  it('takes no key more than there may be, and goes on to know the others', () => {
    const see = recent()
    expect([see('a', 0), see('b', 1), see('c', 2), see('a', 3)]).toEqual([1, 2, undefined, 1])
  })

  it('gives the place of a key away that was last seen its whole window ago', () => {
    const see = recent()
    see('a', 0)
    see('b', 50)
    expect(see('c', WINDOW_MS - 1)).toBeUndefined()
    expect(see('c', WINDOW_MS)).toBe(3)
    expect(see('b', WINDOW_MS)).toBe(2)
    expect(see('a', WINDOW_MS)).toBeUndefined()
  })

  it('gives away the place of the one seen longest ago, not of the one known longest', () => {
    const see = recent()
    see('a', 0)
    see('b', 10)
    see('a', 20)
    expect(see('c', WINDOW_MS + 10)).toBe(3)
    expect(see('a', WINDOW_MS + 10)).toBe(1)
    expect(see('b', WINDOW_MS + 10)).toBeUndefined()
  })

  it('forgets nothing as long as there is room', () => {
    const see = recent()
    see('a', 0)
    see('b', 10 * WINDOW_MS)
    expect(see('a', 10 * WINDOW_MS)).toBe(1)
  })
})
