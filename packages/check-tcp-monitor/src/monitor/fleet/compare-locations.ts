import { isIPv6 } from 'node:net'
import type { Failure, Fault } from 'check-tcp'
import type { HeardVote } from '../../core/link/heard-vote.js'
import { ANSWERS } from '../observe/read-reply.js'
import { listed } from '../text/listed.js'

/** What the locations together prove of a target that is down for some of them. */
interface Comparison {
  /** One sentence for people: what is seen from where. */
  readonly error: string
  readonly fault: Fault
  /** Where all that call it down say the same. */
  readonly failure?: Failure
  /** Where to look first. */
  readonly advice: string
}

/** Failures of the name service, before anything was sent to the target. */
const OF_NAMES: ReadonlySet<Failure> = new Set(['host_not_found', 'dns_unavailable'])

/**
 * Compares what the locations say of one target: what only one of them sees lies near it, what all of them see near the target.
 * Pure.
 *
 * @param heard at least one of them says down
 */
export function compareLocations(heard: readonly HeardVote[]): Comparison {
  const down = heard.filter(({ verdict }) => verdict === 'down')
  const up = heard.filter(({ verdict }) => verdict === 'up' || verdict === 'degraded')
  const failures = new Set(down.map(({ vote }) => vote?.failure))
  const failure = failures.size === 1 ? down[0]?.vote?.failure : undefined
  const said = what(down)
  const common = failure === undefined ? {} : { failure }
  if (up.length === 0) return { ...everywhere(down, failure, said), ...common }
  return { ...somewhere({ down, up, failure, said }), ...common }
}

function everywhere(
  down: readonly HeardVote[],
  failure: Failure | undefined,
  said: string,
): Omit<Comparison, 'failure'> {
  const from = down.length === 1 ? `from ${namesOf(down)}` : `from everywhere (${namesOf(down)})`
  const error = `${said} ${from}`
  if (failure !== undefined && OF_NAMES.has(failure)) {
    return { error, fault: 'dns', advice: 'Check the records of the name and its name servers' }
  }
  if (down.every(({ vote }) => vote?.failure !== undefined && ANSWERS.has(vote.failure))) {
    return { error, fault: 'target', advice: 'The host answers everybody: check the service on it' }
  }
  const advice = 'No location gets an answer: check the host, its firewall and its network'
  return { error, fault: 'network', advice }
}

interface Divided {
  readonly down: readonly HeardVote[]
  readonly up: readonly HeardVote[]
  readonly failure: Failure | undefined
  readonly said: string
}

function somewhere({ down, up, failure, said }: Divided): Omit<Comparison, 'failure'> {
  const where = namesOf(down)
  const seen = `connected from ${namesOf(up)}`
  const only = `${said} from ${where} only; ${seen}`
  if (failure !== undefined && OF_NAMES.has(failure)) {
    const advice = `Check the name servers that ${where} ${down.length === 1 ? 'uses' : 'use'}`
    return { error: only, fault: 'dns', advice }
  }
  const [downAt, upAt] = [addressesOf(down), addressesOf(up)]
  const isApart = downAt.size > 0 && upAt.size > 0 && ![...downAt].some((each) => upAt.has(each))
  if (isApart && isOneFamily(downAt, true) && isOneFamily(upAt, false)) {
    const error = `${said} over IPv6 (${where}); connected over IPv4 (${namesOf(up)})`
    return {
      error,
      fault: 'network',
      advice: 'Check the IPv6 address of the service and its route',
    }
  }
  if (isApart && isOneFamily(downAt, false) && isOneFamily(upAt, true)) {
    const error = `${said} over IPv4 (${where}); connected over IPv6 (${namesOf(up)})`
    return {
      error,
      fault: 'network',
      advice: 'Check the IPv4 address of the service and its route',
    }
  }
  if (isApart && downAt.size === 1) {
    const [address = ''] = downAt
    const error = `${said} at ${address} (${where}); ${seen} at other addresses`
    return {
      error,
      fault: 'target',
      advice: `Check the server at ${address}, or take it out of the name`,
    }
  }
  if (failure !== undefined && ANSWERS.has(failure)) {
    const advice = `Something answers ${where} that does not answer the others so: check firewalls and load balancers on the way`
    return { error: only, fault: 'network', advice }
  }
  const advice = `Check the network between ${where} and the target: \`check-tcp explain\` there says where packets end`
  return { error: only, fault: 'network', advice }
}

/** What is said of the target: `Connection refused`, or each of what is said. */
function what(down: readonly HeardVote[]): string {
  const errors = new Set(down.map(({ vote }) => vote?.error ?? 'Down'))
  return [...errors].slice(0, 3).join(' or ')
}

function namesOf(votes: readonly HeardVote[]): string {
  return listed(votes.map(({ location }) => location))
}

function addressesOf(votes: readonly HeardVote[]): ReadonlySet<string> {
  return new Set(votes.flatMap(({ vote }) => vote?.address ?? []))
}

function isOneFamily(addresses: ReadonlySet<string>, isV6: boolean): boolean {
  return [...addresses].every((each) => isIPv6(each) === isV6)
}
