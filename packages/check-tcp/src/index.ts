import type { CheckOptions } from './check/check-options.js'
import { sharedChecker } from './check/shared-checker.js'
import type { CheckTcpConnectionParameters } from './core/parameters/check-tcp-connection-parameters.js'
import type { CheckResult } from './core/wire/result.js'

export type { AuditLog, AuditTools } from './audit/audit-log.js'
export { AuditLogError } from './audit/audit-log-error.js'
export type { AuditMode, AuditOptions } from './audit/audit-options.js'
export { openAuditLog } from './audit/open-audit-log.js'
export type { LimitOptions } from './check/admission.js'
export {
  type Checker,
  type CheckerOptions,
  createChecker,
} from './check/checker.js'
export { type Clock, systemClock } from './core/clock.js'
export { CheckTcpError } from './core/errors/check-tcp-error.js'
export { FAULTS, type Failure, type Fault } from './core/failure/failure.js'
export type {
  CheckTcpConnectionParameters,
  ServiceParameters,
  TargetParameters,
} from './core/parameters/check-tcp-connection-parameters.js'
export {
  InvalidParametersError,
  type ParameterProblem,
} from './core/parameters/invalid-parameters.js'
export { type ValidCheck, validateCheck } from './core/parameters/valid-check.js'
export type {
  AddressResult,
  AttemptResult,
  CheckResult,
  ErrorResult,
  ResultDetails,
  SuccessResult,
  TlsResult,
} from './core/wire/result.js'
export {
  createEngine,
  type EngineChoice,
  EngineUnavailableError,
} from './engine/create-engine.js'
export type { Engine, EngineName } from './engine/engine.js'
export type { Evidence, ProbeDone } from './explain/evidence.js'
export type { ExplainOptions } from './explain/explain.js'
export { explain } from './explain/explain.js'
export type { Confidence, Explanation, Reason } from './explain/explanation.js'
export { combinePolicies } from './policy/combine-policies.js'
export { type OpenLedger, openLedger } from './policy/limits/open-ledger.js'
export type { Taken, TurnLedger } from './policy/limits/turn-ledger.js'
export {
  createPolicy,
  type Decision,
  denyNetworks,
  type Policy,
  type PolicyOptions,
  policyForOthers,
} from './policy/policy.js'
export type { PolicyRule, RuleConditions, Subject } from './policy/rules/rule.js'
export {
  type DescribedExplanation,
  describeExplanation,
} from './report/human/explanation/describe-explanation.js'
export type { PathHop } from './report/human/explanation/explanation-path.js'
export type { Resolver } from './resolve/resolver.js'
export { createSystemResolver } from './resolve/system-resolver.js'
export {
  type WaitedTarget,
  type WaitResult,
  type WaitTarget,
  waitForPort,
} from './wait/wait-for-port.js'
export type { WaitOptions, WaitProgress } from './wait/wait-options.js'

/**
 * Checks whether a TCP connection to a host and port can be made, how fast, and if not, whose fault it is.
 *
 * Calls share look-ups under way and take turns at a source port, so one checker serves them all; it is made by the
 * first call.
 *
 * @param parameters `host` and `port` (or a `service`, which brings its port); all others are optional, and each is
 *   explained where it is declared
 * @param options what ends the check early, and what policies and the audit log go by
 * @returns the result; a failed connection is a result too, never an exception
 * @throws {InvalidParametersError} (as a rejection) for parameters that cannot be checked, all problems at once
 * @example
 * const result = await checkTcpConnection({ host: 'db.internal', port: 5432, timeout: 5 })
 * if (result.connected) console.log(result.response_time)
 * else console.log(result.error, result.details.fault, result.details.advice)
 */
export function checkTcpConnection(
  parameters: CheckTcpConnectionParameters,
  options?: CheckOptions,
): Promise<CheckResult> {
  return sharedChecker().check(parameters, options)
}
