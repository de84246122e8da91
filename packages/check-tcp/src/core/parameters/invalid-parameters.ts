import { CheckTcpError } from '../errors/check-tcp-error.js'

/** One thing wrong with the parameters of a check. */
export interface ParameterProblem {
  /** The key it is about; empty where it is about the parameters as a whole. */
  readonly key: string
  readonly value: unknown
  /** Names the key, what is allowed, the value and, where there is one, the mend. */
  readonly message: string
}

/**
 * Thrown for parameters that cannot be checked: wrong type, out of range, unknown key. All problems at once.
 * A failed connection is a result, never an error.
 */
export class InvalidParametersError extends CheckTcpError {
  override readonly name = 'InvalidParametersError'
  readonly code = 'INVALID_PARAMETERS'
  readonly problems: readonly ParameterProblem[]

  constructor(problems: readonly ParameterProblem[]) {
    super(problems.map((problem) => problem.message).join('\n'))
    this.problems = problems
  }
}
