import type { CheckParameters } from './check-parameters.js'
import { InvalidParametersError, type ParameterProblem } from './invalid-parameters.js'
import { checkTcpConnectionSchema } from './parameters.js'
import type { Sealed } from './sealed-check.js'
import { problemsOf } from './validate.js'

/**
 * The parameters of a check, validated, with every default filled in, and frozen. Nothing validates them again. A copy of them
 * is like any other parameters.
 */
export type ValidCheck = Readonly<CheckParameters> & Sealed

/**
 * Validates the parameters of a check once, for a program that makes it again and again.
 *
 * @throws {InvalidParametersError} with every problem found, each naming its key
 * @example
 * const check = validateCheck({ host: 'localhost', port: 6379, timeout: 3 })
 * setInterval(() => checker.check(check), 60_000)
 */
export function validateCheck(input: unknown): ValidCheck {
  const read = problemsOfCheck(input)
  if (Array.isArray(read)) throw new InvalidParametersError(read)
  return read
}

/** Every problem of the parameters, each naming its key, or the same as `validateCheck` gives. */
export function problemsOfCheck(input: unknown): ParameterProblem[] | ValidCheck {
  const read = problemsOf(checkTcpConnectionSchema, input)
  // The schema seals what it lets through.
  return Array.isArray(read) ? read : (read.output as ValidCheck)
}
