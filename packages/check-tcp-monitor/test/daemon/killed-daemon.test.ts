import { expect, it } from 'vitest'
import { expectNothingLost } from './kill-rounds.js'

it('loses no result and no incident that it acknowledged, killed 6 times under load', async () => {
  const { results, incidents } = await expectNothingLost({ kills: 6, seed: 1 })
  expect(results).toBeGreaterThanOrEqual(6)
  expect(incidents).toBeGreaterThan(6)
})
