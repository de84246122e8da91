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

/** What was seen so shortly before the others began to call it down was asked for together with them, milliseconds. */
const TOGETHER_MS = 500

/**
 * Compares what the locations say of one target: what only one of them sees lies near it, what all of them see near the target.
 * Pure. That a location connected before the others began to call the target down proves nothing of it now.
 *
 * @param heard at least one of them says down
 */
export function compareLocations(heard: readonly HeardVote[]): Comparison {
  const down = heard.filter(({ verdict }) => verdict === 'down')
  const connected = heard.filter(({ verdict }) => verdict === 'up' || verdict === 'degraded')
  const newestMs = Math.min(...down.map(({ heldMs = Number.POSITIVE_INFINITY }) => heldMs))
  const early = connected.filter(({ saidMs = 0 }) => saidMs > newestMs + TOGETHER_MS)
  const failing = connected.filter((each) => !early.includes(each) && isFailing(each))
  const up = connected.filter((each) => !early.includes(each) && !isFailing(each))
  const failures = new Set(down.map(({ vote }) => vote?.failure))
  const failure = failures.size === 1 ? down[0]?.vote?.failure : undefined
  const said = what(down)
  const common = failure === undefined ? {} : { failure }
  const unseen = heard.filter((each) => !down.includes(each) && !up.includes(each))
  const seen = { down, up, unseen, failure, said }
  const found = up.length === 0 ? everywhere(seen) : somewhere(seen)
  const quiet = heard.filter((each) => !down.includes(each) && !connected.includes(each))
  const left = [
    ...phrase('not seen from', quiet),
    ...phrase('not heard since from', early),
    ...phrase('not confirmed from', failing),
  ]
  return { ...found, error: [found.error, ...left].join('; '), ...common }
}

/** It still believes that the target is up, and its newest check failed. */
function isFailing({ vote }: HeardVote): boolean {
  return vote?.failure !== undefined
}

/** What is said of it, and from where. */
interface Seen {
  readonly down: readonly HeardVote[]
  readonly up: readonly HeardVote[]
  /** Those that know nothing of it. */
  readonly unseen: readonly HeardVote[]
  readonly failure: Failure | undefined
  readonly said: string
}

function everywhere({ down, unseen, failure, said }: Seen): Omit<Comparison, 'failure'> {
  const isAll = down.length > 1 && unseen.length === 0
  const error = `${said} from ${isAll ? `everywhere (${namesOf(down)})` : namesOf(down)}`
  if (failure !== undefined && OF_NAMES.has(failure)) {
    return { error, fault: 'dns', advice: 'Check the records of the name and its name servers' }
  }
  if (down.every(({ vote }) => vote?.failure !== undefined && ANSWERS.has(vote.failure))) {
    return { error, fault: 'target', advice: 'The host answers everybody: check the service on it' }
  }
  const who = unseen.length > 0 ? 'No location that sees it' : 'No location'
  const advice = `${who} gets an answer: check the host, its firewall and its network`
  return { error, fault: 'network', advice }
}

function somewhere({ down, up, failure, said }: Seen): Omit<Comparison, 'failure'> {
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

/** So that nobody takes what a location does not see for what it sees. */
function phrase(what: string, votes: readonly HeardVote[]): readonly string[] {
  return votes.length > 0 ? [`${what} ${namesOf(votes)}`] : []
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
