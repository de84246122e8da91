import { expect, it } from 'vitest'
import { HeldTime } from './held-time.js'

it('is the time as it is, but where nobody can be heard, and for 30 s afterwards', () => {
  const time = new HeldTime()
  expect(time.at(1_000)).toBe(1_000)
  for (let now = 100_000; now <= 160_000; now += 1_000) time.hold(now)
  expect([120_000, 160_000, 189_999].map((now) => time.at(now))).toEqual([95_000, 95_000, 95_000])
  expect(time.at(190_000)).toBe(190_000)
  time.hold(300_000)
  expect(time.at(300_000)).toBe(295_000)
})
