import { describe, it } from 'vitest'
import { expectNothingLost } from './kills.js'

describe('a history', () => {
  it('is sound and has every acknowledged result and incident once after each of 5 kills under load', async () => {
    await expectNothingLost({ kills: 5, seed: 20_261_125 })
  })
})
