import { worstCaseUntilAlertMs } from '../../src/core/config/worst-case-until-alert.js'
import { TARGET_FAULTS } from './faults.js'
import type { Ran } from './simulation.js'

/** A rule that every run keeps, whatever the seed. Each gives what breaks it, in words. */
type Invariant = (ran: Ran) => readonly string[]

const SECOND = 1_000

/** An answer from before may be read that late: longer than any stall and any row of checks. */
const LONGEST_DOUBT = 1_800 * SECOND

/** Every verdict of down has an outage of the very target behind it. */
const noFalseDown: Invariant = ({ verdicts, world, scenario }) =>
  verdicts.flatMap(({ at, id, verdict }) => {
    if (verdict !== 'down') return []
    const [check, host] = find(scenario, id)
    const from = at - worstCaseUntilAlertMs(check, 0) - longestRound(scenario)
    const flaps = scenario.faults.some(
      (fault) =>
        fault.kind === 'flapping' &&
        fault.target === host.index &&
        fault.from < at &&
        from < fault.until,
    )
    return flaps || world.wasOut(host, from, at)
      ? []
      : [`${id} was called down at ${at} without an outage`]
  })

/** An outage that nothing disturbs is called down within the time that the status promises. */
const noMissedOutage: Invariant = ({ scenario, world, verdicts, births }) =>
  scenario.faults.flatMap((fault) => {
    if (!TARGET_FAULTS.some((kind) => kind === fault.kind)) return []
    const found: string[] = []
    for (const host of scenario.hosts) {
      const concerned = world.wasOutThroughout(host, fault.from, fault.until)
      const check = scenario.config.checks.find(
        ({ parameters }) => parameters.port === 1_000 + host.index,
      )
      if (!concerned || !check) continue
      const due = fault.from + worstCaseUntilAlertMs(check, 0) + longestRound(scenario) + SECOND
      if (due > fault.until || world.wasDisturbed(fault.from - 1_800 * SECOND, due, host.index))
        continue
      if (births.some((birth) => birth > fault.from - 1_800 * SECOND && birth < due)) continue
      // Where nobody else answers, the location cannot be told from the target: it is isolated, and nobody is called down.
      if (everythingOut(scenario, world, fault.from, due)) continue
      const last = verdicts.findLast(({ at, id }) => id === check.id && at <= due)
      if (last?.verdict !== 'down')
        found.push(`${check.id} was out from ${fault.from} and not called down by ${due}`)
    }
    return found
  })

/** What is up again is no longer out: silence, be it expected or not, does not show that. */
const noFalseEnd: Invariant = ({ verdicts, world, scenario }) =>
  verdicts.flatMap(({ at, id, verdict }) => {
    if (verdict !== 'up') return []
    const [, host] = find(scenario, id)
    return world.wasOutThroughout(host, at - LONGEST_DOUBT, at)
      ? [`${id} was called up at ${at} during an outage`]
      : []
  })

/** The location is said to be isolated only where its uplink is cut, or nobody whom it could ask is well. */
const noFalseIsolation: Invariant = ({ isolations, world, scenario }) =>
  isolations.flatMap((at) => {
    const from = at - LONGEST_DOUBT
    const during = (kind: string) =>
      scenario.faults.some((fault) => fault.kind === kind && fault.from <= at && from < fault.until)
    if (during('uplink_silent') || during('uplink_unreachable')) return []
    const noNames = during('dns_silent') || during('dns_failing')
    const well = scenario.config.checks.filter(({ id, parameters }) => {
      const [, host] = find(scenario, id)
      if (host.shut || (noNames && parameters.host !== host.address)) return false
      return !world.wasShaken(host, from, at)
    })
    return well.length > 0
      ? [`the location was said to be isolated at ${at}, though ${well[0]?.id} was well`]
      : []
  })

/** At most one incident of a subject is open, and at the end, when all has healed, none is. */
export const incidentsEnd = ({ store, end }: Pick<Ran, 'store' | 'end'>): readonly string[] => [
  ...end.openIncidents().map(({ id }) => `${id} is still open`),
  ...[...store.openBySubject.values()].map((id) => `${id} is still open on disk`),
  ...end
    .statuses()
    .flatMap(({ id, verdict }) => (verdict === 'up' ? [] : [`${id} ended ${verdict}`])),
]

/** What the openings, changes and ends of incidents told arrives in order and completely, twice only where a kill hit. */
export const everythingTold = ({
  receivers,
  store,
}: Pick<Ran, 'receivers' | 'store'>): readonly string[] => {
  const found: string[] = []
  if (store.pending > 0) found.push(`${store.pending} notices were never delivered`)
  for (const { name, arrivals, cutOff } of receivers) {
    const seen = new Map<string, string[]>()
    let repeated = 0
    for (const { notice } of arrivals) {
      const kinds = seen.get(notice.incident.id) ?? []
      const story = `${notice.kind} ${notice.at}`
      if (kinds.includes(story)) repeated++
      else kinds.push(story)
      seen.set(notice.incident.id, kinds)
    }
    if (repeated > cutOff)
      found.push(`${name} got ${repeated} notices twice, and kills explain ${cutOff}`)
    for (const [id, stories] of seen) {
      const kinds = stories.map((story) => story.split(' ')[0])
      if (kinds[0] !== 'opened') found.push(`${name} heard of ${id} first by ${kinds[0]}`)
      if (kinds.at(-1) !== 'resolved')
        found.push(`${name} never heard of the end of ${id}: ${kinds.join(', ')}`)
      if (kinds.filter((kind) => kind === 'resolved').length > 1)
        found.push(`${name} heard twice of the end of ${id}`)
    }
  }
  return found
}

/** Shares lie within 0 and 1, and no incident or response lasts less than no time. */
export const soundFigures = ({ store }: Pick<Ran, 'store'>): readonly string[] => [
  ...store.observations
    .filter(
      ({ responseMs = 0, dnsMs = 0, latenessMs = 0 }) =>
        Math.min(responseMs, dnsMs, latenessMs) < 0,
    )
    .map(({ checkId, at }) => `${checkId} has a negative time at ${at}`),
  ...[...store.incidentsById.values()]
    .filter(({ openedAt, closedAt = openedAt }) => closedAt < openedAt)
    .map(({ id }) => `${id} ended before it began`),
]

/** Every check that was made is on disk once; what had not got there may die with the process. */
const everyCheckKept: Invariant = ({ store, made, lost }) => {
  const kept = store.observations.length
  return kept + lost === made ? [] : [`${made} checks were made, ${kept} kept and ${lost} lost`]
}

/** After standing still or sleeping nothing is made up for: within a second each target is asked once at most, and again only to confirm. */
const noBurst: Invariant = ({ wakings, world, births }) =>
  wakings.flatMap((waking) => {
    if (births.some((birth) => Math.abs(birth - waking) < 31 * SECOND)) return []
    const ports = new Map<number, number>()
    for (const { at, port } of world.connects) {
      if (at >= waking && at < waking + SECOND) ports.set(port, (ports.get(port) ?? 0) + 1)
    }
    return [...ports]
      .filter(([, count]) => count > 2)
      .map(
        ([port, count]) =>
          `${port} was asked ${count} times within a second of waking at ${waking}`,
      )
  })

const INVARIANTS = {
  noFalseDown,
  noMissedOutage,
  noFalseEnd,
  noFalseIsolation,
  incidentsEnd,
  everythingTold,
  soundFigures,
  everyCheckKept,
  noBurst,
}
export type InvariantName = keyof typeof INVARIANTS

/** Everything that a run breaks. */
export function violations(ran: Ran): readonly string[] {
  return Object.entries(INVARIANTS).flatMap(([name, invariant]) =>
    invariant(ran).map((words) => `${name}: ${words}`),
  )
}

function find(scenario: Ran['scenario'], id: string) {
  const check = scenario.config.checks.find((each) => each.id === id)
  const host = scenario.hosts.find(({ index }) => check?.parameters.port === 1_000 + index)
  if (!check || !host) throw new RangeError(`no check ${id}`)
  return [check, host] as const
}

/** A canary round takes as long as the slowest canary's time-out. */
function longestRound({ config }: Ran['scenario']): number {
  return Math.max(...config.checks.map(({ parameters }) => parameters.timeout)) * 2 * SECOND
}

function everythingOut(
  { hosts, faults }: Ran['scenario'],
  world: Ran['world'],
  from: number,
  until: number,
): boolean {
  const answering = hosts.filter((host) => !world.wasOut(host, from - 1_800 * SECOND, until))
  const shaken = new Set(faults.flatMap(({ target }) => target ?? []))
  return answering.filter(({ index }) => !shaken.has(index)).length < 2
}
