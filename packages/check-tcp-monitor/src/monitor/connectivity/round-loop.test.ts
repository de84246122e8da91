import { expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { RoundLoop } from './round-loop.js'

function loopOf(next: readonly (number | undefined)[]) {
  const clock = new VirtualClock()
  const begun: number[] = []
  const loop = new RoundLoop(clock, async () => {
    begun.push(clock.monotonicMs())
    await new Promise<void>((resolve) => clock.setTimer(10, resolve))
    return next[begun.length - 1]
  })
  return { clock, begun, loop }
}

it('rounds come one after the other, when the one before says', async () => {
  const { clock, begun, loop } = loopOf([0, 100, undefined])
  loop.start()
  loop.start()
  await clock.advance(1_000)
  expect(begun).toEqual([0, 10, 120])
})

it('a round that is asked for comes before the one that was to come later', async () => {
  const { clock, begun, loop } = loopOf([100, undefined])
  loop.start()
  await clock.advance(50)
  loop.start()
  await clock.advance(1_000)
  expect(begun).toEqual([0, 50])
})

it('no round comes after the end', async () => {
  const { clock, begun, loop } = loopOf([100])
  loop.start()
  await clock.advance(50)
  loop.stop()
  loop.start()
  await clock.advance(1_000)
  expect(begun).toEqual([0])
})
