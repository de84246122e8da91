import type { AuditLog } from '../audit/audit-log.js'
import { AuditLogError } from '../audit/audit-log-error.js'
import { type Clock, systemClock } from '../core/clock.js'
import { allowManyListeners } from '../core/linked-abort.js'
import type { CheckParameters } from '../core/parameters/check-parameters.js'
import type { CheckTcpConnectionParameters } from '../core/parameters/check-tcp-connection-parameters.js'
import { hostOfCheck } from '../core/parameters/sealed-check.js'
import { validateCheck } from '../core/parameters/valid-check.js'
import { textOfHost, type ValidHost } from '../core/target/host.js'
import type { CheckResult } from '../core/wire/result.js'
import { createAutoEngine } from '../engine/auto-engine.js'
import { completeEngine } from '../engine/complete-engine.js'
import type { Engine } from '../engine/engine.js'
import { openLedger } from '../policy/limits/open-ledger.js'
import { isLimited } from '../policy/limits/rate-limits.js'
import type { TurnLedger } from '../policy/limits/turn-ledger.js'
import { allowAll, type Policy } from '../policy/policy.js'
import { openSightings } from '../policy/scan/open-sightings.js'
import { ScanGuard } from '../policy/scan/scan-guard.js'
import type { Resolver } from '../resolve/resolver.js'
import { createSystemResolver } from '../resolve/system-resolver.js'
import { Admission, type CountedRates, checkLimitOptions, type LimitOptions } from './admission.js'
import { asksForProof } from './asks-for-proof.js'
import type { CheckOrder, CheckTools } from './attempt.js'
import type { CheckOptions, InnerCheckOptions } from './check-options.js'
import type { Converse } from './conversation/conversation.js'
import { Door, type DoorOrder } from './door.js'
import { EventLoopYielder } from './event-loop-yielder.js'
import { SourcePortLock } from './race/source-port-lock.js'
import { runCheck } from './run-check.js'

export interface CheckerOptions {
  /** @default the system's clock */
  readonly clock?: Clock
  /** @default node for a handful of connects, native for more where it is available */
  readonly engine?: Engine
  /** @default the system's hosts file and name servers */
  readonly resolver?: Resolver
  /** @default everything is allowed */
  readonly policy?: Policy
  /**
   * Why more may be checked than a monitor would: many ports of one host, or very many hosts.
   * @default more than 100 ports of one address, or 10,000 addresses that no rule allows, within 10 minutes are denied;
   *   on Linux those of all processes of this person count
   */
  readonly authorisation?: string | undefined
  /** How fast and how many at once, beside the limits of the policy. @default no limits */
  readonly limits?: LimitOptions
  /**
   * Where turns at rate limits are accounted for.
   * @default shared by all processes of this person on this machine (Linux), else by this process alone
   */
  readonly ledger?: TurnLedger
  /** Where every check is recorded: what `openAuditLog` opened. Closing it is its owner's business. @default nowhere */
  readonly audit?: AuditLog | undefined
}

/** Makes many checks that share look-ups, engine and source ports. */
export interface Checker {
  /**
   * @param parameters those that `validateCheck` returned are not validated again
   * @returns the result; a failed connection is a result too, never an exception
   * @throws {InvalidParametersError} (as a rejection) for parameters that cannot be checked
   */
  check(parameters: CheckTcpConnectionParameters, options?: CheckOptions): Promise<CheckResult>
  /** Resolves when every connection is closed politely, within about a second. */
  close(): Promise<void>
}

/** A checker that also takes what was read before, so that it is not read again. */
export interface InnerChecker extends Checker, AsyncDisposable {
  /** Checks parameters that are valid, with every default filled in; `host` is their host as `parseHost` reads it. */
  checkValid(
    host: ValidHost,
    parameters: CheckParameters,
    options: InnerCheckOptions,
  ): Promise<CheckResult>
  check(parameters: CheckTcpConnectionParameters, options?: InnerCheckOptions): Promise<CheckResult>
  readonly policy: Policy
  /** May a check have to wait for its turn? */
  readonly isLimited: boolean
  /** The one way out for what an explanation sends. */
  door(order: DoorOrder): Door
}

/** Was it made by `createChecker`, perhaps with something around it? */
export function isInnerChecker(checker: Checker): checker is InnerChecker {
  return 'door' in checker
}

/**
 * @example
 * const checker = createChecker()
 * const result = await checker.check({ host: 'localhost', port: 6379, timeout: 3 })
 * await checker.close()
 */
export function createChecker(options: CheckerOptions = {}): Checker & AsyncDisposable {
  return createInnerChecker(options)
}

export function createInnerChecker(options: CheckerOptions = {}): InnerChecker {
  const clock = options.clock ?? systemClock
  const { authorisation, audit } = options
  if (options.policy?.audit && !audit) {
    throw new AuditLogError(
      'the policy requires an audit log: pass `audit`, opened by `openAuditLog(policy.audit)`',
    )
  }
  const tools: CheckTools = {
    clock,
    engine: options.engine ?? completeEngine(createAutoEngine({ clock }), clock),
    resolver: options.resolver ?? createSystemResolver({ clock }),
    policy: options.policy ?? allowAll,
    scanGuard:
      authorisation === undefined ? new ScanGuard(clock, {}, openSightings(clock)) : undefined,
    audit,
    yielder: new EventLoopYielder(),
    ...admissionOf(clock, options),
  }
  const sourcePorts = new SourcePortLock()
  const known = new WeakSet<AbortSignal>()

  function checkValid(
    host: ValidHost,
    parameters: CheckParameters,
    options: InnerCheckOptions,
  ): Promise<CheckResult> {
    const { signal, tags, caller, task, onProbed, watcher, graceMs } = options
    if (signal && !known.has(signal)) {
      allowManyListeners(signal)
      known.add(signal)
    }
    const name = options.name ?? (host.kind === 'name' ? host.name : undefined)
    const subject = { name, fullName: options.fullName, tags, caller }
    const why = audit && { task, authorisation, caller, tags }
    const order = { host, parameters, signal, subject, why, onProbed, watcher, graceMs }
    return asksForProof(parameters)
      ? loadConversation(parameters, host).then((converse) =>
          withSourcePort({ ...order, converse }),
        )
      : withSourcePort(order)
  }

  /** A source port serves one connection to a target at a time. */
  function withSourcePort(order: CheckOrder): Promise<CheckResult> {
    const { host, signal } = order
    const { source_port, port } = order.parameters
    if (source_port === undefined) return runCheck(order, tools)
    const connection = `${source_port} ${textOfHost(host)} ${port}`
    return sourcePorts.run(connection, signal, () => runCheck(order, tools))
  }

  async function check(
    input: CheckTcpConnectionParameters,
    options: InnerCheckOptions = {},
  ): Promise<CheckResult> {
    const parameters = validateCheck(input)
    return checkValid(hostOfCheck(parameters), parameters, options)
  }

  const close = () => {
    tools.scanGuard?.close()
    return tools.engine.close()
  }

  return {
    policy: tools.policy,
    isLimited: tools.admission !== undefined,
    check,
    checkValid,
    door: (order) => new Door(order, tools, check),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Loaded on demand and before the check's time begins, since a check should start fast. */
async function loadConversation(parameters: CheckParameters, host: ValidHost): Promise<Converse> {
  const { buildConversation } = await import('./conversation/build-conversation.js')
  return buildConversation(parameters, host)
}

/** Nothing to pass where nothing is limited. */
function admissionOf(
  clock: Clock,
  { limits = {}, policy, ledger }: CheckerOptions,
): Pick<CheckTools, 'admission'> {
  checkLimitOptions(limits)
  const { rate, concurrencyPerHost } = limits
  const rates: CountedRates[] = [
    { whose: 'everybody' as const, limits: policy?.limits ?? {} },
    { whose: 'own' as const, limits: policy?.ownLimits ?? {} },
    { whose: 'asked' as const, limits: { rate } },
  ].filter(({ limits }) => isLimited(limits))
  if (rates.length === 0 && concurrencyPerHost === undefined) return {}
  const turns = ledger ?? openLedger(clock).ledger
  return { admission: new Admission({ clock, rates, concurrencyPerHost, ledger: turns }) }
}
