import { expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { KnownLeader } from './known-leader.js'

it('is asked for once a second, and unknown where nobody can be asked', async () => {
  const clock = new VirtualClock()
  const answers = [{ name: 'hub-a', token: 1 }, undefined]
  let asked = 0
  const leader = async () => {
    asked++
    if (answers.length === 0) throw new Error('the database is gone')
    return answers.shift()
  }
  const known = new KnownLeader({ leader }, clock)
  expect([await known.name(), await known.name(), asked]).toEqual(['hub-a', 'hub-a', 1])
  await clock.advance(1_000)
  expect(await known.name()).toBeUndefined()
  await clock.advance(1_000)
  expect([await known.name(), asked]).toEqual([undefined, 3])
})
