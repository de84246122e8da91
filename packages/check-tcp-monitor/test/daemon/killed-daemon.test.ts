import { expect, it } from 'vitest'
import { expectNothingLost } from './kill-rounds.js'

it('loses no result and no incident that it acknowledged, killed 4 times under load', async () => {
  const { results, incidents } = await expectNothingLost({ kills: 4, seed: 1 })
  expect(results).toBeGreaterThanOrEqual(6)
  expect(incidents).toBeGreaterThan(6)
})
