import { expect, it } from 'vitest'
import { fleetViolations } from './fleet-invariants.js'
import { drawFleetScenario } from './fleet-scenario.js'
import { runFleet } from './fleet-simulation.js'
import { HOURS } from './hours.js'

it('keeps every invariant of a fleet in a simulated world over 3 seeds', async () => {
  for (let seed = 1; seed <= 3; seed++) {
    const broken = fleetViolations(await runFleet(drawFleetScenario(seed, HOURS)))
    expect({ seed, broken }).toEqual({ seed, broken: [] })
  }
})
