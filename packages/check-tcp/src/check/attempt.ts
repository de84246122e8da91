import type { AuditLog } from '../audit/audit-log.js'
import type { Reasons } from '../audit/entries/entry.js'
import type { Clock } from '../core/clock.js'
import { linkAbort } from '../core/linked-abort.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import type { ValidHost } from '../core/target/host.js'
import type { Family, IpAddress } from '../core/target/ip-address.js'
import type { Engine } from '../engine/engine.js'
import type { Subject } from '../policy/rules/rule.js'
import type { FamilyAnswer, Resolver } from '../resolve/resolver.js'
import type { Admission, Admitted } from './admission.js'
import type { CheckWatcher } from './check-watcher.js'
import type { Converse } from './conversation/conversation.js'
import type { EventLoopYielder } from './event-loop-yielder.js'
import { IdleTime } from './idle-time.js'
import { type AttemptVerdict, judgeAttempt } from './judge-attempt.js'
import { lookUpAddresses } from './look-up-addresses.js'
import { AddressRace } from './race/address-race.js'
import { type AddressOutcome, connectAddress } from './race/connect-address.js'
import type { Guards } from './race/permission.js'

/** What a check is made with. */
export interface CheckTools extends Guards {
  readonly clock: Clock
  readonly engine: Engine
  readonly resolver: Resolver
  /** For looking at answers. */
  readonly yielder: EventLoopYielder
  /** Absent where nothing is limited. */
  readonly admission?: Admission
  /** Absent where checks are not recorded. */
  readonly audit?: AuditLog | undefined
}

/** What came of one attempt. */
export interface AttemptOutcome extends AttemptVerdict {
  /** Milliseconds until the first address was known, or until it was known that there is none. */
  readonly dnsMs: number
  /** Milliseconds of the whole attempt, without those in which it only waited for its turns. */
  readonly totalMs: number
  readonly waitedMs: number
  readonly addresses: readonly AddressOutcome[]
  /** Every address that the host resolved to, tried or not. */
  readonly resolved: readonly IpAddress[]
  /** The name that they were found by, where a search domain completed the host's. */
  readonly fullName: string | undefined
}

/** What an attempt is to be: the host as it was read, the parameters, and a signal that takes it back. */
export interface CheckOrder {
  readonly host: ValidHost
  readonly parameters: CheckParameters
  readonly signal: AbortSignal | undefined
  /** What the policy is told beyond address and port. */
  readonly subject: Subject
  /** Proves what is asked for beyond a connection; `undefined` where a connection is enough. */
  readonly converse?: Converse | undefined
  /** What the check is for; absent where checks are not recorded. */
  readonly why?: Reasons | undefined
  /** Called when only the audit log is still to be waited for. */
  readonly onProbed?: (() => void) | undefined
  readonly watcher?: CheckWatcher | undefined
  /** As `AddressRaceOptions` has it. */
  readonly graceMs?: number | undefined
}

/** How one attempt begins. */
interface AttemptStart {
  /** Now, by the clock. */
  readonly startMs: number
  /** Absent where nothing is limited. */
  readonly admitted: Admitted | undefined
}

/**
 * One try at a target: resolve, ask the policy, connect; bounded by `timeout` as a whole, but for what it waits for its
 * turns.
 *
 * @throws (at once or as a rejection) what a policy, an engine or a resolver throws that breaks its promise
 */
export function makeAttempt(
  order: CheckOrder,
  tools: CheckTools,
  { startMs, admitted }: AttemptStart,
): Promise<AttemptOutcome> {
  const { host, parameters, signal, subject, watcher, converse } = order
  const { clock, engine, policy, scanGuard, yielder } = tools
  const { port, source_port: sourcePort, close } = parameters
  const timeoutMs = parameters.timeout * 1_000
  const idleTime = admitted?.turn && new IdleTime(clock)
  const elapsedMs = () => clock.monotonicMs() - startMs - (idleTime?.idleMs ?? 0)
  const outcome = (tried: Tried) => outcomeOf(order, tried, elapsedMs(), idleTime?.idleMs ?? 0)

  const families = familiesOf(parameters)
  const options = {
    engine,
    policy,
    scanGuard,
    clock,
    subject,
    port,
    sourcePort,
    close,
    converse,
    yielder,
    turn: withIdleTime(admitted, idleTime),
    watcher,
  }
  if (host.kind === 'address') {
    // There is nothing to look up and nothing to race.
    const { address } = host
    if (!families.includes(address.family)) {
      return Promise.resolve(outcome({ dnsMs: 0, addresses: [], answers: [] }))
    }
    idleTime?.begin()
    const connecting = connectAddress(address, options, { timeoutMs, signal })
    return connecting.then((connected) =>
      outcome({ dnsMs: 0, addresses: [connected], answers: [] }),
    )
  }
  const connect: Connect = async (address, fullName, connectSignal) => {
    idleTime?.begin()
    const bounds = { timeoutMs: Math.max(0, timeoutMs - elapsedMs()), signal: connectSignal }
    const found =
      fullName === undefined ? options : { ...options, subject: { ...subject, fullName } }
    const connected = await connectAddress(address, found, bounds)
    idleTime?.end()
    return connected
  }
  idleTime?.begin()
  const onLookedUp = () => idleTime?.end()
  return resolveAndConnect(host.name, families, connect, order, tools, onLookedUp).then(outcome)
}

/** What waits for its turn is not under way. */
function withIdleTime(
  admitted: Admitted | undefined,
  idleTime: IdleTime | undefined,
): Admitted['turn'] {
  const turn = admitted?.turn
  if (!turn || !idleTime) return undefined
  return async (address, signal) => {
    idleTime.end()
    const granted = await turn(address, signal)
    idleTime.begin()
    return granted
  }
}

function outcomeOf(
  { host, parameters, signal }: CheckOrder,
  { dnsMs, addresses, answers }: Tried,
  totalMs: number,
  waitedMs: number,
): AttemptOutcome {
  const { addresses: mode, min_addresses: least } = parameters
  const aborted = signal?.aborted ?? false
  const { decidingAddress, reason } = judgeAttempt({ addresses, answers, mode, least, aborted })
  return {
    dnsMs,
    totalMs,
    waitedMs,
    addresses,
    resolved: resolvedTo(host, answers),
    fullName: fullNameOf(answers),
    decidingAddress,
    reason,
  }
}

function resolvedTo(host: ValidHost, answers: readonly FamilyAnswer[]): readonly IpAddress[] {
  if (host.kind === 'address') return [host.address]
  return answers.flatMap((answer) => (answer.kind === 'addresses' ? answer.addresses : []))
}

function fullNameOf(answers: readonly FamilyAnswer[]): string | undefined {
  const found = answers.find((answer) => answer.kind === 'addresses')
  return found?.kind === 'addresses' ? found.fullName : undefined
}

const BOTH_FAMILIES: readonly Family[] = [6, 4]

function familiesOf({ family }: CheckParameters): readonly Family[] {
  return family === 'any' ? BOTH_FAMILIES : [family]
}

type Connect = (
  address: IpAddress,
  fullName: string | undefined,
  signal: AbortSignal | undefined,
) => Promise<AddressOutcome>

interface Tried {
  readonly dnsMs: number
  readonly addresses: readonly AddressOutcome[]
  readonly answers: readonly FamilyAnswer[]
}

async function resolveAndConnect(
  name: string,
  families: readonly Family[],
  connect: Connect,
  { parameters, signal, graceMs }: CheckOrder,
  { clock, resolver }: CheckTools,
  onLookedUp: () => void,
): Promise<Tried> {
  const { timeout, addresses: mode } = parameters
  const startMs = clock.monotonicMs()
  let fullName: string | undefined
  const race = new AddressRace({
    mode,
    clock,
    signal,
    graceMs,
    connect: (address, connectSignal) => connect(address, fullName, connectSignal),
  })
  const lookUpAbort = linkAbort(signal)
  // A stalled loop fires the timer before it looks at the sockets: an answer that lies there comes first.
  const cancelDeadline = clock.setTimer(timeout * 1_000, () => void setImmediate(lookUpAbort.abort))
  // A race that is won needs the slower family's answer no more.
  void race.outcomes.then(lookUpAbort.abort, lookUpAbort.abort)

  let dnsMs: number | undefined
  const looking = lookUpAddresses(name, {
    resolver,
    clock,
    families,
    signal: lookUpAbort.signal,
    onAddresses: (addresses, name) => {
      dnsMs ??= clock.monotonicMs() - startMs
      fullName = name
      race.offer(addresses)
    },
  })
  const answers = await looking.finally(() => {
    cancelDeadline()
    lookUpAbort.release()
  })
  dnsMs ??= clock.monotonicMs() - startMs
  onLookedUp()
  race.complete()
  return { dnsMs, addresses: await race.outcomes, answers }
}
