import type { Clock } from '../core/clock.js'
import type { Host } from '../core/host.js'
import type { Family } from '../core/ip-address.js'
import { linkAbort } from '../core/linked-abort.js'
import type { CheckParameters } from '../core/parameters.js'
import type { Engine } from '../engine/engine.js'
import type { Policy } from '../policy/policy.js'
import type { FamilyAnswer, Resolver } from '../resolve/resolver.js'
import { AddressRace } from './address-race.js'
import { type AddressOutcome, connectAddress } from './connect-address.js'
import { type AttemptVerdict, judgeAttempt } from './judge-attempt.js'
import { lookUpAddresses } from './look-up-addresses.js'

/** What a check is made with. */
export interface CheckTools {
  readonly clock: Clock
  readonly engine: Engine
  readonly resolver: Resolver
  readonly policy: Policy
}

/** What came of one attempt. */
export interface AttemptOutcome extends AttemptVerdict {
  /** Milliseconds until the first address was known, or until it was known that there is none. */
  readonly dnsMs: number
  readonly totalMs: number
  readonly addresses: readonly AddressOutcome[]
}

export type ValidHost = Exclude<Host, { kind: 'invalid' }>

/** One try at a target: resolve, ask the policy, connect; bounded by `timeout` as a whole. */
export async function makeAttempt(
  host: ValidHost,
  parameters: CheckParameters,
  tools: CheckTools,
  callerSignal: AbortSignal,
): Promise<AttemptOutcome> {
  const { clock, engine, policy, resolver } = tools
  const startMs = clock.monotonicMs()
  const timeoutMs = parameters.timeout * 1_000
  const elapsedMs = () => clock.monotonicMs() - startMs

  const race = new AddressRace({
    mode: parameters.addresses,
    clock,
    signal: callerSignal,
    connect: (address, signal) =>
      connectAddress(address, {
        engine,
        policy,
        clock,
        signal,
        port: parameters.port,
        sourcePort: parameters.source_port,
        timeoutMs: Math.max(0, timeoutMs - elapsedMs()),
      }),
  })

  const families: readonly Family[] = parameters.family === 'any' ? [6, 4] : [parameters.family]
  let dnsMs: number | undefined
  let answers: readonly FamilyAnswer[] = []
  if (host.kind === 'address') {
    dnsMs = 0
    if (families.includes(host.address.family)) race.offer([host.address])
  } else {
    const lookUpAbort = linkAbort(callerSignal)
    const cancelDeadline = clock.setTimer(timeoutMs, lookUpAbort.abort)
    // A race that is won needs the slower family's answer no more.
    void race.outcomes.then(lookUpAbort.abort)
    answers = await lookUpAddresses(host.name, {
      resolver,
      clock,
      families,
      signal: lookUpAbort.signal,
      onAddresses: (addresses) => {
        dnsMs ??= elapsedMs()
        race.offer(addresses)
      },
    })
    cancelDeadline()
    lookUpAbort.release()
    dnsMs ??= elapsedMs()
  }
  race.complete()
  const addresses = await race.outcomes

  const mode = parameters.addresses
  const verdict = judgeAttempt({ addresses, answers, mode, aborted: callerSignal.aborted })
  return { dnsMs, totalMs: elapsedMs(), addresses, ...verdict }
}
