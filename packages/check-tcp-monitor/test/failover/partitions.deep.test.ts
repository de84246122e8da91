import { labRequirements, postgresRequirements } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import {
  AGENTS,
  type AgentName,
  type Belief,
  type Cut,
  PartitionedFleet,
} from './partitioned-fleet.js'

/** How often each sweep is made. */
const ROUNDS = Number(process.env.CHECK_TCP_PARTITION_ROUNDS ?? 1)

const QUORUM = 3
const CUTS: readonly Cut[] = ['both', 'there', 'back']

const requirements = [labRequirements(), postgresRequirements()]
const because = requirements.flatMap((each) => (each.available ? [] : each.because)).join('; ')
const leftOut = because === '' ? '' : ` (left out: ${because})`

/** The sets of agents by a Gray code, so that one agent is cut off or joined at a time. */
const SETS = Array.from({ length: 2 ** AGENTS.length }, (_, step) => {
  const code = step ^ (step >> 1)
  return AGENTS.filter((_name, index) => (code & (1 << index)) !== 0)
})

/** What is believed once all have spoken, by the table of the quorum: of five locations three decide. */
function beliefOf(say: (agent: AgentName) => string): Belief {
  const said = Object.fromEntries(AGENTS.map((agent) => [agent, say(agent)]))
  const count = (verdict: string) => AGENTS.filter((agent) => said[agent] === verdict).length
  const down = count('down')
  if (down >= QUORUM) return { verdict: 'down', said }
  if (AGENTS.length - count('unknown') < QUORUM) return { verdict: 'unknown', said }
  return { verdict: down > 0 ? 'degraded' : 'up', said }
}

const ALL_UP = beliefOf(() => 'up')

const isOver = { timeout: 180_000, interval: 250 }

describe.skipIf(because !== '')(`five agents, two hubs and a target${leftOut}`, () => {
  it('agree on what the table says, whichever of them are cut off', async () => {
    await using fleet = await PartitionedFleet.create()
    await expect.poll(() => fleet.verdict(), isOver).toEqual(ALL_UP)
    for (let round = 0; round < ROUNDS; round++) {
      const how = CUTS[round % CUTS.length] ?? 'both'
      for (const isOpen of [true, false]) {
        await fleet.setOpen(isOpen)
        for (const cut of SETS) {
          await fleet.cutFromTarget(cut, how)
          const belief = beliefOf((agent) => (isOpen && !cut.includes(agent) ? 'up' : 'down'))
          await expect
            .poll(async () => ({ how, isOpen, cut, belief: await fleet.verdict() }), isOver)
            .toEqual({ how, isOpen, cut, belief })
        }
        await fleet.cutFromTarget([], how)
      }
      await fleet.setOpen(true)
      await expect.poll(() => fleet.verdict(), isOver).toEqual(ALL_UP)
      for (const isOpen of [true, false]) {
        for (let count = 0; count <= AGENTS.length; count++) {
          const cut = AGENTS.slice(0, count)
          await fleet.cutFromHubs(cut, how)
          // The target changes while they are away.
          await fleet.setOpen(isOpen)
          const seen = isOpen ? 'up' : 'down'
          const belief = beliefOf((agent) => (cut.includes(agent) ? 'unknown' : seen))
          await expect
            .poll(async () => ({ how, isOpen, cut, belief: await fleet.verdict() }), isOver)
            .toEqual({ how, isOpen, cut, belief })
        }
        await fleet.cutFromHubs([], how)
        await fleet.setOpen(true)
        await expect.poll(() => fleet.verdict(), isOver).toEqual(ALL_UP)
      }
    }
    const ids = (kind: string) =>
      fleet.notices().flatMap((each) => (each.kind === kind ? each.incident.id : []))
    await expect.poll(() => new Set(ids('resolved')), isOver).toEqual(new Set(ids('opened')))
    const [opened, resolved] = [ids('opened'), ids('resolved')]
    console.log(`${opened.length} incidents, ${fleet.notices().length} notices`)
    expect(new Set(opened).size).toBe(opened.length)
    expect(new Set(resolved).size).toBe(resolved.length)
  })
})
