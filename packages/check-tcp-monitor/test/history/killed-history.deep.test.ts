import { describe, it } from 'vitest'
import { expectNothingLost } from './kills.js'

/** CHECK_TCP_KILLS raises it; the whole monitor is killed a hundred times (test/daemon). */
const KILLS = Number(process.env.CHECK_TCP_KILLS ?? 40)

describe('a history', () => {
  it(`is sound and has every acknowledged result and incident once after each of ${KILLS} kills under load`, async () => {
    const { acknowledged } = await expectNothingLost({ kills: KILLS, seed: 20_261_126 })
    console.log(`${KILLS} kills, ${acknowledged} results acknowledged, none lost`)
  })
})
