import { describe, expect, it } from 'vitest'
import { SharedAborts } from './shared-aborts.js'

interface Follower {
  readonly name: string
  place: number | undefined
}

const follower = (name: string): Follower => ({ name, place: undefined })

function setUp() {
  const told: string[] = []
  const aborts: SharedAborts<Follower> = new SharedAborts((one) => {
    told.push(one.name)
    aborts.remove(controller.signal, one)
  })
  const controller = new AbortController()
  return { aborts, controller, told }
}

describe('SharedAborts', () => {
  it('tells all who follow, and nobody who has left, whoever left first', () => {
    const names = ['a', 'b', 'c', 'd']
    for (const first of names) {
      for (const second of names.filter((name) => name !== first)) {
        const { aborts, controller, told } = setUp()
        const all = new Map(names.map((name) => [name, follower(name)]))
        for (const one of all.values()) aborts.add(controller.signal, one)
        for (const name of [first, second]) {
          const one = all.get(name)
          if (one) aborts.remove(controller.signal, one)
        }
        controller.abort()
        expect(told.toSorted()).toEqual(names.filter((name) => name !== first && name !== second))
      }
    }
  })

  it('tells one who follows again, and each signal its own', () => {
    const { aborts, controller, told } = setUp()
    const other = new AbortController()
    const [one, two] = [follower('one'), follower('two')]
    aborts.add(controller.signal, one)
    aborts.remove(controller.signal, one)
    aborts.remove(controller.signal, one)
    aborts.add(controller.signal, one)
    aborts.add(other.signal, two)
    controller.abort()
    expect(told).toEqual(['one'])
  })
})
