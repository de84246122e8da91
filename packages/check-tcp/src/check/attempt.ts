import type { Clock } from '../core/clock.js'
import type { Host } from '../core/host.js'
import type { Family, IpAddress } from '../core/ip-address.js'
import { linkAbort } from '../core/linked-abort.js'
import type { CheckParameters } from '../core/parameters.js'
import type { Engine } from '../engine/engine.js'
import type { Policy } from '../policy/policy.js'
import type { FamilyAnswer, Resolver } from '../resolve/resolver.js'
import { AddressRace } from './address-race.js'
import type { Admission } from './admission.js'
import { type AddressOutcome, connectAddress } from './connect-address.js'
import { type AttemptVerdict, judgeAttempt } from './judge-attempt.js'
import { lookUpAddresses } from './look-up-addresses.js'

/** What a check is made with. */
export interface CheckTools {
  readonly clock: Clock
  readonly engine: Engine
  readonly resolver: Resolver
  readonly policy: Policy
  /** Absent where nothing is limited. */
  readonly admission?: Admission
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
  signal: AbortSignal | undefined,
): Promise<AttemptOutcome> {
  const { clock, engine, policy } = tools
  const startMs = clock.monotonicMs()
  const elapsedMs = () => clock.monotonicMs() - startMs
  const timeoutMs = parameters.timeout * 1_000
  const connect: Connect = (address, connectSignal) =>
    connectAddress(address, {
      engine,
      policy,
      clock,
      signal: connectSignal,
      port: parameters.port,
      sourcePort: parameters.source_port,
      timeoutMs: Math.max(0, timeoutMs - elapsedMs()),
    })

  const families: readonly Family[] = parameters.family === 'any' ? [6, 4] : [parameters.family]
  const tried =
    host.kind === 'address'
      ? await connectLiteral(host.address, families, connect, signal)
      : await resolveAndConnect(host.name, families, connect, parameters, tools, signal)

  const { addresses, answers } = tried
  const mode = parameters.addresses
  const verdict = judgeAttempt({ addresses, answers, mode, aborted: signal?.aborted ?? false })
  return { dnsMs: tried.dnsMs, totalMs: elapsedMs(), addresses, ...verdict }
}

type Connect = (address: IpAddress, signal: AbortSignal | undefined) => Promise<AddressOutcome>

interface Tried {
  readonly dnsMs: number
  readonly addresses: readonly AddressOutcome[]
  readonly answers: readonly FamilyAnswer[]
}

/** There is nothing to look up and nothing to race. */
async function connectLiteral(
  address: IpAddress,
  families: readonly Family[],
  connect: Connect,
  signal: AbortSignal | undefined,
): Promise<Tried> {
  const asked = families.includes(address.family)
  const addresses = asked ? [await connect(address, signal)] : []
  return { dnsMs: 0, addresses, answers: [] }
}

async function resolveAndConnect(
  name: string,
  families: readonly Family[],
  connect: Connect,
  { timeout, addresses: mode }: CheckParameters,
  { clock, resolver }: CheckTools,
  signal: AbortSignal | undefined,
): Promise<Tried> {
  const startMs = clock.monotonicMs()
  const race = new AddressRace({ mode, clock, signal, connect })
  const lookUpAbort = linkAbort(signal)
  // A stalled loop fires the timer before it looks at the sockets: an answer that lies there goes first.
  const cancelDeadline = clock.setTimer(timeout * 1_000, () => void setImmediate(lookUpAbort.abort))
  // A race that is won needs the slower family's answer no more.
  void race.outcomes.then(lookUpAbort.abort, lookUpAbort.abort)

  let dnsMs: number | undefined
  const looking = lookUpAddresses(name, {
    resolver,
    clock,
    families,
    signal: lookUpAbort.signal,
    onAddresses: (addresses) => {
      dnsMs ??= clock.monotonicMs() - startMs
      race.offer(addresses)
    },
  })
  const answers = await looking.finally(() => {
    cancelDeadline()
    lookUpAbort.release()
  })
  dnsMs ??= clock.monotonicMs() - startMs
  race.complete()
  return { dnsMs, addresses: await race.outcomes, answers }
}
