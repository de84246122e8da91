import { DAYS } from './days.js'
import { violations } from './invariants.js'
import { simulate } from './simulation.js'

/** Raise `CHECK_TCP_SIMULATIONS` for more; `CHECK_TCP_SIMULATION_SEED` begins elsewhere, or replays one seed. */
const COUNT = Number(process.env.CHECK_TCP_SIMULATIONS ?? 300)
const FIRST = Number(process.env.CHECK_TCP_SIMULATION_SEED ?? 1)

/** What a seed broke. */
interface Broken {
  readonly seed: number
  readonly what: readonly string[]
}

/** Runs every second seed, so that two processes share the sweep. */
export async function sweep(parity: 0 | 1): Promise<readonly Broken[]> {
  const broken: Broken[] = []
  const sum = { seeds: 0, checks: 0, down: 0, notices: 0 }
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    if (seed % 2 !== parity) continue
    const ran = await simulate(seed, DAYS)
    sum.seeds++
    sum.checks += ran.made
    sum.down += ran.verdicts.filter(({ verdict }) => verdict === 'down').length
    sum.notices += ran.receivers.reduce((count, { arrivals }) => count + arrivals.length, 0)
    const what = violations(ran)
    if (what.length > 0) broken.push({ seed, what })
  }
  const { seeds, checks, down, notices } = sum
  const range = `every second seed from ${FIRST} to ${FIRST + COUNT - 1}`
  console.log(
    `${range}: ${seeds} seeds, ${checks} checks, ${down} times down, ${notices} notices, ${broken.length} broken`,
  )
  return broken
}
