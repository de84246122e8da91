import type { MonitoredCheck } from '../../../src/core/config/check.js'
import { worstCaseUntilAlertMs } from '../../../src/core/config/worst-case-until-alert.js'
import type { Observation } from '../../../src/core/wire/observation.js'
import { everythingTold, incidentsEnd, soundFigures } from '../invariants.js'
import type { SimulatedHost } from '../world.js'
import { LONGEST_TRANSIT } from './faulty-link.js'
import { type FleetFault, LONGEST_PAUSE } from './fleet-faults.js'
import { type FleetRan, ON_THE_WAY } from './fleet-simulation.js'

/** A rule that every run keeps, whatever the seed. Each gives what breaks it, in words. */
type Invariant = (ran: FleetRan) => readonly string[]

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** What happened so long ago moves nothing any more. */
const SETTLED = 20 * MINUTE

/** An agent that says nothing is told as lost after so long, also right after a start of the hub. */
const LOST_AT_LATEST = 110 * SECOND

/** What is stored at the hub of a location is what its agent made, but what it declared as dropped and what is on its way. */
const nothingLost: Invariant = ({ scenario, store, disks, declared, settled }) =>
  scenario.locations.flatMap((location, index) => {
    const made = (disks[index]?.observations ?? []).slice(0, settled[index])
    const stored = new Set(resultsOf(store.observations, location))
    const missing = made.filter((each) => !stored.has(keyOf(each))).length
    const said = declared[index] ?? 0
    // Where the receipt was lost, the agent says of what is stored that it had to go.
    return missing === said || (missing < said && disks[index]?.dropped.length)
      ? []
      : [`${missing} results of ${location} are not stored, and ${said} were declared`]
  })

/** No result is stored twice, and none that was never made. */
const storedOnce: Invariant = ({ scenario, store, disks }) =>
  scenario.locations.flatMap((location, index) => {
    const made = timesEach((disks[index]?.observations ?? []).map(keyOf))
    const stored = timesEach(resultsOf(store.observations, location))
    const tooOften = [...stored].filter(([key, times]) => times > (made.get(key) ?? 0))
    return tooOften.length === 0
      ? []
      : [`${tooOften.length} results of ${location} are stored more often than they were made`]
  })

/** The fleet calls down only what was out from as many locations as its quorum needs, and not in the past. */
const noFalseDown: Invariant = (ran) =>
  ran.verdicts.flatMap(({ at, id, verdict }) => {
    if (verdict !== 'down') return []
    const { check, host } = find(ran, id)
    const seen = outFrom(ran, host, at - memoryOf(check), at)
    return seen.length >= neededOf(check)
      ? []
      : [`${id} was called down at ${at}, and was out from ${seen.length}`]
  })

/** A target that is out everywhere is called down in time, where a quorum of undisturbed locations and the hub see to it. */
const noMissedOutage: Invariant = (ran) =>
  ran.scenario.faults.flatMap((fault) => {
    if (fault.kind !== 'refused' && fault.kind !== 'silent') return []
    const { check, host } = find(ran, `check_${fault.target}`)
    const due = fault.from + worstCaseUntilAlertMs(check, 0) + longestRound(check) + ON_THE_WAY
    if (due > fault.until || isHubDisturbed(ran, fault.from - SETTLED, due)) return []
    const seeing = ran.scenario.locations.filter(
      (_, index) => !isDisturbed(ran, index, fault.from - SETTLED, due),
    )
    if (seeing.length < neededOf(check)) return []
    // An incident that is open already speaks for it.
    const before = ran.worlds.some((world) =>
      world.wasOut(host, fault.from - SETTLED, fault.from - 1),
    )
    if (before) return []
    const last = ran.verdicts.findLast(({ at, id }) => id === check.id && at <= due)
    return last?.verdict === 'down'
      ? []
      : [`${check.id} was out from ${fault.from} and not called down by ${due}`]
  })

/** That a target is out from too few counts only once it has lasted; then it does. */
const partialInTime: Invariant = (ran) =>
  ran.verdicts.flatMap(({ at, id, verdict, slowAt }, index) => {
    if (verdict !== 'degraded' || slowAt.length > 0) return []
    const before = ran.verdicts.slice(0, index).findLast((each) => each.id === id)
    // Of one that it was degraded before, it is said again as soon as that is known again.
    if (before?.verdict === 'unknown') return []
    const { check, host } = find(ran, id)
    const begun = at - (check.fleet?.partialAfterMs ?? 0)
    return outFrom(ran, host, begun - memoryOf(check), begun + SECOND).length > 0
      ? []
      : [`${id} was called degraded at ${at}, and was out from nowhere at ${begun}`]
  })

/** A path that ends for longer than a partial outage may last is told. */
const noMissedPartial: Invariant = (ran) =>
  ran.scenario.faults.flatMap((fault) => {
    if (fault.kind !== 'path') return []
    const { check, host } = find(ran, `check_${fault.target}`)
    const { partialAfterMs = 0 } = check.fleet ?? {}
    const found = fault.from + worstCaseUntilAlertMs(check, 0) + longestRound(check) + ON_THE_WAY
    const due = found + partialAfterMs + ON_THE_WAY
    const from = fault.from - SETTLED
    if (due > fault.until || isHubDisturbed(ran, from, due)) return []
    if (ran.scenario.locations.some((_, index) => isDisturbed(ran, index, from, due, fault)))
      return []
    const others = ran.scenario.faults.filter(
      (each) => each !== fault && each.target === host.index && touches(each, from, due),
    )
    if (others.length > 0) return []
    const expected = neededOf(check) === 1 ? 'down' : 'degraded'
    const last = ran.verdicts.findLast(({ at, id }) => id === check.id && at <= due)
    return last?.verdict === expected
      ? []
      : [`${check.id} was out from one location at ${fault.from} and not ${expected} by ${due}`]
  })

/** What a location said long ago is not what it says now. */
const oldVotesExpire: Invariant = (ran) =>
  ran.glimpses.flatMap(({ at, fault, checks }) =>
    checks.flatMap(({ id, said }) => {
      const { check } = find(ran, id)
      const oldest = 2 * check.everyMs + 10 * SECOND + LONGEST_TRANSIT + LONGEST_PAUSE
      if (fault.until - fault.from < oldest) return []
      return said === undefined || said.verdict === 'unknown' || said.verdict === 'pending'
        ? []
        : [`at ${at} ${said.location} counted as ${said.verdict} of ${id}, unheard for long`]
    }),
  )

/** A location whose agent cannot report is told as lost. */
const lostIsTold: Invariant = (ran) =>
  ran.glimpses.flatMap(({ at, fault, isToldLost }) => {
    const isLong = fault.until - fault.from > LOST_AT_LATEST + LONGEST_TRANSIT
    if (!isLong || isToldLost || isHubDisturbed(ran, fault.from - MINUTE, at)) return []
    return [`the location of ${JSON.stringify(fault)} was not told as lost at ${at}`]
  })

/** A location is told as lost, or as one that does not see, only where something touched it. */
const noFalseLoss: Invariant = (ran) =>
  ran.locationIncidents.flatMap(({ at, subjectId }) => {
    const from = at - SETTLED
    if (isHubDisturbed(ran, from, at)) return []
    const [, named] = /^coverage:(.*)$/.exec(subjectId) ?? []
    const concerned =
      subjectId === 'agents' ? ran.scenario.locations : (named ?? subjectId).split(',')
    const touched = concerned.filter((location) =>
      isDisturbed(ran, ran.scenario.locations.indexOf(location), from, at),
    )
    const isExplained =
      named === undefined ? touched.length > 0 : touched.length === concerned.length
    return isExplained ? [] : [`${subjectId} was told at ${at} without a reason`]
  })

const FLEET_INVARIANTS = {
  nothingLost,
  storedOnce,
  noFalseDown,
  noMissedOutage,
  partialInTime,
  noMissedPartial,
  oldVotesExpire,
  lostIsTold,
  noFalseLoss,
  incidentsEnd,
  everythingTold,
  soundFigures,
}
export type FleetInvariantName = keyof typeof FLEET_INVARIANTS

/** Everything that a run breaks. */
export function fleetViolations(ran: FleetRan): readonly string[] {
  return Object.entries(FLEET_INVARIANTS).flatMap(([name, invariant]) =>
    invariant(ran).map((words) => `${name}: ${words}`),
  )
}

/** JSON has whole milliseconds. */
function keyOf({ checkId, at, attempts, outcome }: Observation): string {
  return `${checkId} ${Math.floor(at)} ${attempts} ${outcome}`
}

function timesEach(keys: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1)
  return times
}

function resultsOf(observations: readonly Observation[], location: string): readonly string[] {
  return observations.filter((each) => each.location === location).map(keyOf)
}

function find({ scenario }: FleetRan, id: string) {
  const check = scenario.config.checks.find((each) => each.id === id)
  const host = scenario.hosts.find(({ index }) => check?.parameters.port === 1_000 + index)
  if (!check || !host) throw new RangeError(`no check ${id}`)
  return { check, host } as const
}

/** By the words of the config, and not by the product's own arithmetic. */
function neededOf({ fleet }: MonitoredCheck): number {
  const locations = fleet?.from.length ?? 0
  if (fleet?.quorum === 'all') return locations
  if (fleet?.quorum === 'any') return 1
  for (let votes = 1; ; votes++) if (votes > locations - votes) return votes
}

/** The locations from which a target was out at some time in a window. */
function outFrom({ worlds, scenario }: FleetRan, host: SimulatedHost, from: number, until: number) {
  return scenario.locations.filter((_, index) => worlds[index]?.wasOut(host, from, until))
}

/** How far back an outage may lie that the hub still goes by. */
function memoryOf(check: MonitoredCheck): number {
  const vote = 2 * check.everyMs + 10 * SECOND + LONGEST_TRANSIT + LONGEST_PAUSE
  return worstCaseUntilAlertMs(check, 0) + longestRound(check) + vote
}

function longestRound({ parameters }: MonitoredCheck): number {
  return 2 * SECOND * Math.max(parameters.timeout, 3)
}

function touches(fault: FleetFault, from: number, until: number): boolean {
  return fault.from <= until && from <= fault.until
}

/** Whether the agent of a location, its network or its link was touched in a window. */
function isDisturbed(
  { scenario }: FleetRan,
  location: number,
  from: number,
  until: number,
  but?: FleetFault,
): boolean {
  return scenario.faults.some(
    (fault) => fault !== but && fault.location === location && touches(fault, from, until),
  )
}

function isHubDisturbed({ scenario }: FleetRan, from: number, until: number): boolean {
  return scenario.faults.some(
    (fault) => fault.kind.startsWith('hub_') && touches(fault, from, until),
  )
}
