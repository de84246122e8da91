import { expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { GuessBrake } from './guess-brake.js'

function guess(brake: GuessBrake, address: string, times: number): void {
  for (let i = 0; i < times; i++) brake.note(address, `${address} ${i}`)
}

it('lets ten wrong tokens of an address through, and then one every three seconds', async () => {
  const clock = new VirtualClock()
  const brake = new GuessBrake(clock)
  guess(brake, '192.0.2.1', 9)
  expect(brake.waitMs('192.0.2.1')).toBe(0)
  brake.note('192.0.2.1', 'the tenth')
  expect(brake.waitMs('192.0.2.1')).toBe(3_000)
  expect(brake.waitMs('192.0.2.2')).toBe(0)
  await clock.advance(3_000)
  expect(brake.waitMs('192.0.2.1')).toBe(0)
  brake.note('192.0.2.1', 'the eleventh')
  expect(brake.waitMs('192.0.2.1')).toBe(3_000)
  await clock.advance(40_000)
  guess(brake, '192.0.2.1', 9)
  expect(brake.waitMs('192.0.2.1')).toBe(0)
})

it('takes the same wrong token over and over for one guess: a script that nobody told of another token', () => {
  const brake = new GuessBrake(new VirtualClock())
  for (let i = 0; i < 1_000; i++) brake.note('192.0.2.1', 'the old one')
  expect(brake.waitMs('192.0.2.1')).toBe(0)
})

it.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:db8::1', '2001:db8::2:0:0:1'],
])('takes %s and %s, of one /64, for one address', (one, other) => {
  const brake = new GuessBrake(new VirtualClock())
  guess(brake, one, 10)
  expect(brake.waitMs(other)).toBe(3_000)
  expect(brake.waitMs('2001:db8:1:3::1')).toBe(0)
})

it('remembers no more than 10,000 addresses, and of those not the one that guessed last', () => {
  const brake = new GuessBrake(new VirtualClock())
  guess(brake, '192.0.2.1', 12)
  for (let i = 0; i < 10_000; i++) guess(brake, `10.0.${i >> 8}.${i & 255}`, 1)
  expect(brake.waitMs('192.0.2.1')).toBe(0)
  guess(brake, '10.0.39.15', 12)
  expect(brake.waitMs('10.0.39.15')).toBeGreaterThan(0)
})
