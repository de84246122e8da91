import { expect, it } from 'vitest'
import { expectNothingLost } from './kill-rounds.js'

const KILLS = Number(process.env.CHECK_TCP_DAEMON_KILLS ?? 30)
const SEED = Number(process.env.CHECK_TCP_SEED ?? 20_261_125)

it(`loses no result and no incident that it acknowledged, killed ${KILLS} times under load`, async () => {
  const { results, incidents } = await expectNothingLost({ kills: KILLS, seed: SEED })
  console.log(
    `seed ${SEED}: ${results} acknowledged results, ${incidents} incidents told, none lost`,
  )
  expect(results).toBeGreaterThanOrEqual(KILLS)
})
