import { hostAsWritten, taskOfOthers } from '../audit/entries/as-written.js'
import type { Reasons } from '../audit/entries/entry.js'
import type { CheckTcpConnectionParameters } from '../core/parameters/check-tcp-connection-parameters.js'
import type { IpAddress } from '../core/target/ip-address.js'
import type { CheckResult } from '../core/wire/result.js'
import type { AllowedAddress } from '../policy/allowed-address.js'
import type { Subject } from '../policy/rules/rule.js'
import type { CheckTools } from './attempt.js'
import type { InnerCheckOptions } from './check-options.js'
import type { Release } from './race/keyed-semaphore.js'
import { permit } from './race/permission.js'

/** Why nothing was sent. */
export interface NotSent {
  readonly because: string
}

/** What an explanation looks around with, beside checks. */
interface Packet {
  readonly address: IpAddress
  readonly port: number
  /** For the audit log, such as `SYN`. */
  readonly sends: string
  /** Whom the limits count it for. @default the host that is explained */
  readonly host?: string
}

/** Whose packets go through a door, and what for. */
export interface DoorOrder {
  /** The host that is explained, as limits know it: its name in ASCII, or its address. */
  readonly host: string
  /** What every decision of the policy goes by, beyond address and port. */
  readonly subject: Subject
  readonly why: Reasons
  /** The probe, for the audit log. */
  readonly probe: string
  /** Aborts when there is no time left: what waits for its turn then is not sent. */
  readonly signal: AbortSignal
}

export const NO_TURN = 'the rate limits did not let it start in time'

type MakeCheck = (
  parameters: CheckTcpConnectionParameters,
  options: InnerCheckOptions,
) => Promise<CheckResult>

/**
 * The one way out for whatever an explanation sends: the policy decides with the whole subject, the limits pace, the
 * audit log records, and only then it is sent.
 */
export class Door {
  readonly #order: DoorOrder
  readonly #tools: CheckTools
  readonly #makeCheck: MakeCheck
  #waiting = 0
  #hadNoTurn = false

  constructor(order: DoorOrder, tools: CheckTools, makeCheck: MakeCheck) {
    this.#order = order
    this.#tools = tools
    this.#makeCheck = makeCheck
  }

  /** Does something wait for its turn, or was there none for it? */
  get isHeldUp(): boolean {
    return this.#waiting > 0 || this.#hadNoTurn
  }

  /** Sends one packet, or says why not. */
  async send<T>(
    packet: Packet,
    send: (address: AllowedAddress) => Promise<T>,
  ): Promise<T | NotSent> {
    const { subject } = this.#order
    const permission = permit(packet.address, packet.port, subject, this.#tools)
    if ('deniedBy' in permission) return deniedBy(permission.deniedBy)
    const leave = await this.#turn(packet)
    if (!leave) return { because: NO_TURN }
    try {
      const problem = await this.#record(packet)
      return problem === undefined ? await send(permission.address) : unrecorded(problem)
    } finally {
      leave()
    }
  }

  /** Makes a check of an address that stands for the host: rules for hosts hold for it. */
  check(parameters: CheckTcpConnectionParameters): Promise<CheckResult> {
    return this.#check(parameters, this.#order.subject)
  }

  /** Makes a check of an address that was named by itself: no rule for hosts lets it through. */
  checkByItself(parameters: CheckTcpConnectionParameters): Promise<CheckResult> {
    return this.#check(parameters, {})
  }

  async #check(
    parameters: CheckTcpConnectionParameters,
    { name, fullName }: Partial<Pick<Subject, 'name' | 'fullName'>>,
  ): Promise<CheckResult> {
    const { signal, subject, why } = this.#order
    const { tags, caller } = subject
    let isWaiting = this.#tools.admission !== undefined
    if (isWaiting) this.#waiting++
    const begin = () => {
      if (isWaiting) this.#waiting--
      isWaiting = false
    }
    const result = await this.#makeCheck(parameters, {
      signal,
      watcher: { onAttempt: () => {}, onConnect: begin },
      ...(name === undefined ? {} : { name }),
      fullName,
      ...(tags === undefined ? {} : { tags }),
      ...(caller === undefined ? {} : { caller }),
      ...(why.task === undefined ? {} : { task: taskOfOthers(why.task) }),
    })
    this.#hadNoTurn ||= isWaiting && result.details.failure === 'cancelled'
    begin()
    return result
  }

  /** To be called when the packet is done with; `undefined` where there was no turn in time. */
  async #turn({ address, port, host = this.#order.host }: Packet): Promise<Release | undefined> {
    const { signal } = this.#order
    const { admission } = this.#tools
    if (!admission) return () => {}
    this.#waiting++
    const entry = await admission.enter(host, port, signal)
    const granted = !signal.aborted && (await (entry.turn?.(address, signal) ?? true))
    this.#waiting--
    if (granted) return entry.leave
    this.#hadNoTurn = true
    entry.leave()
    return undefined
  }

  /** Why it is not on record; nothing where it is, or need not be. */
  async #record({
    address,
    port,
    sends,
    host = this.#order.host,
  }: Packet): Promise<string | undefined> {
    const { audit, clock } = this.#tools
    const refusal = audit?.refusal()
    if (!audit || refusal !== undefined) return refusal
    const { probe, why } = this.#order
    const isTarget = host === this.#order.host
    const told = isTarget ? hostAsWritten(host, why) : host
    const what = { host: told, port, addresses: [address.text], probe, sends }
    const wallMs = clock.wallMs()
    return new Promise((resolve) => audit.recordProbe({ what, why, wallMs }, resolve))
  }
}

/** Why the check sent nothing; `undefined` where it did, or tried. */
export function whyNotSent({ details }: CheckResult): NotSent | undefined {
  const { failure, cause = '', waited = 0 } = details
  if (failure === 'denied_by_policy') return deniedBy(cause)
  if (failure === 'not_audited') return unrecorded(cause)
  return failure === 'cancelled' && waited > 0 ? { because: NO_TURN } : undefined
}

function deniedBy(rule: string): NotSent {
  return { because: `the policy denies it: ${rule}` }
}

function unrecorded(problem: string): NotSent {
  return { because: `the audit log cannot be written: ${problem}` }
}
