import type { Facts } from '../facts.js'

/** What systems begin to count down from. */
const FIRST_TTLS = [64, 128, 255] as const

/** How many routers took one off a TTL. */
function routersPassed(ttl: number): number {
  return (FIRST_TTLS.find((first) => first >= ttl) ?? ttl) - ttl
}

/** How many hops away the RST was made, by the TTL that it had left. */
export function hopsOf({ evidence: { refusal, path } }: Facts): number | undefined {
  if (refusal?.rst_ttl !== undefined) return routersPassed(refusal.rst_ttl) + 1
  return path?.port.answered_at
}

/** How many hops away the host is, by what it says itself. */
function hopsOfHost({ evidence: { refusal, echo } }: Facts): number | undefined {
  if (echo?.ttl !== undefined) return routersPassed(echo.ttl) + 1
  return refusal?.control_rst_ttl === undefined
    ? undefined
    : routersPassed(refusal.control_rst_ttl) + 1
}

/** A RST this much sooner than an echo's round trip cannot have come from the same place. */
const SOONER = 0.5
/** Seconds; below it scheduling decides, not distance. */
const MIN_ROUND_TRIP = 0.004

/** Did the refusal come from nearer than the host is? */
export function answererIsNearer(facts: Facts): boolean {
  const { refusal, echo } = facts.evidence
  if (facts.failure !== 'refused' || refusal?.answer !== 'rst') return false
  const [hops, hostHops] = [hopsOf(facts), hopsOfHost(facts)]
  if (refusal.rst_ttl !== undefined && hops !== undefined && hostHops !== undefined) {
    if (hops < hostHops) return true
  }
  const roundTrip = echo?.round_trip ?? 0
  return roundTrip > MIN_ROUND_TRIP && facts.result.details.connect_time < roundTrip * SOONER
}
