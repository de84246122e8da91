import { expect, it } from 'vitest'
import { fleetViolations } from './fleet-invariants.js'
import { drawFleetScenario } from './fleet-scenario.js'
import { runFleet } from './fleet-simulation.js'
import { HOURS } from './hours.js'

/** Raise `CHECK_TCP_FLEET_SIMULATIONS` for more; `CHECK_TCP_FLEET_SIMULATION_SEED` begins elsewhere, or replays one seed. */
const COUNT = Number(process.env.CHECK_TCP_FLEET_SIMULATIONS ?? 40)
const FIRST = Number(process.env.CHECK_TCP_FLEET_SIMULATION_SEED ?? 1)

it('keeps every invariant of a fleet over many seeds', async () => {
  const broken: { readonly seed: number; readonly what: readonly string[] }[] = []
  let results = 0
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const ran = await runFleet(drawFleetScenario(seed, HOURS))
    results += ran.store.observations.length
    const what = fleetViolations(ran)
    if (what.length > 0) broken.push({ seed, what })
  }
  const range = `seeds ${FIRST} to ${FIRST + COUNT - 1}`
  console.log(`${range}: ${results} results at hubs, ${broken.length} broken`)
  expect(broken).toEqual([])
})
