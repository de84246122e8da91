import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import { watchThreads } from './watch-threads.js'

function watched() {
  const clock = new VirtualClock()
  const said: string[] = []
  let die = (_error: Error) => {}
  const died = new Promise<Error>((resolve) => {
    die = resolve
  })
  const note = (_data: object, message: string) => said.push(message)
  const log = { info: note, warn: note, error: note }
  const ends: Error[] = []
  const watch = watchThreads({ died, clock, log, onDead: (error) => ends.push(error) })
  return { clock, said, ends, watch, die: () => die(new Error('out of memory')) }
}

describe('the watch over the threads of the history', () => {
  it('says at once that one has died, and a minute later that nothing is to be done', async () => {
    const { clock, said, ends, watch, die } = watched()
    expect(watch.dead()).toBe(false)
    die()
    await clock.advance(59_999)
    expect([watch.dead(), said, ends]).toEqual([true, ['a thread of the history has died'], []])
    await clock.advance(1)
    expect(ends).toEqual([new Error('out of memory')])
  })

  it('says nothing once it is stopped', async () => {
    const { clock, ends, watch, die } = watched()
    die()
    await clock.advance(1_000)
    watch.stop()
    await clock.advance(600_000)
    expect(ends).toEqual([])
  })
})
