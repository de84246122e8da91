import type { CheckParameters } from '../core/parameters.js'
import { checkTcpConnectionSchema } from '../core/parameters.js'
import type { Target } from '../core/target.js'
import { problemsOf } from '../core/validate.js'
import type { OutputFormat } from '../report/reporter.js'
import { UsageError } from './usage-error.js'

/** The flags of every command that checks, as commander hands them over. */
export interface CheckFlags {
  readonly timeout?: string
  readonly attempts?: string
  readonly retryDelay?: string
  readonly sourcePort?: string
  readonly family?: string
  readonly addresses?: string
  readonly close?: string
  readonly output?: OutputFormat
}

/** Flags and the parameters that they set. */
const PARAMETER_FLAGS = {
  timeout: 'timeout',
  attempts: 'attempts',
  retryDelay: 'retry_delay',
  sourcePort: 'source_port',
  family: 'family',
  addresses: 'addresses',
  close: 'close',
} as const

/** The parameters that the flags set, not yet checked. */
export function flagParameters(flags: CheckFlags): Record<string, unknown> {
  const parameters: Record<string, unknown> = {}
  for (const [flag, key] of Object.entries(PARAMETER_FLAGS)) {
    const value = flags[flag as keyof typeof PARAMETER_FLAGS]
    if (value !== undefined) parameters[key] = numberOrText(value)
  }
  return parameters
}

/** The seconds that the flags give each attempt; the library's default where they do not say. */
export function timeoutOf({ timeout }: CheckFlags): number {
  return timeout === undefined ? checkTcpConnectionSchema.entries.timeout.default : Number(timeout)
}

/** Everything on a command line is text; what is written as a number is meant as one. */
function numberOrText(text: string): number | string {
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text
}

/**
 * The parameters of a target with the flags, checked, with every default filled in.
 *
 * @throws {UsageError} with everything that is wrong with them
 */
export function targetParameters(target: Target, flags: CheckFlags): CheckParameters {
  const problems = problemsOf(checkTcpConnectionSchema, { ...target, ...flagParameters(flags) })
  if (!Array.isArray(problems)) return problems.output
  throw new UsageError(problems.map(({ message }) => message).join('\n'))
}
