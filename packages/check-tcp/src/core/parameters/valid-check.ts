import { parseHost, type ValidHost } from '../target/host.js'
import { InvalidParametersError, type ParameterProblem } from './invalid-parameters.js'
import { type CheckParameters, checkTcpConnectionSchema } from './parameters.js'
import { problemsOf } from './validate.js'

const HOST = Symbol('host')

/**
 * The parameters of a check, validated, with every default filled in, and frozen. A checker does not validate them again. A copy
 * of them is like any other parameters.
 */
export type ValidCheck = Readonly<CheckParameters> & { readonly [HOST]: ValidHost }

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
  if (isValidCheck(input)) return input
  const read = problemsOf(checkTcpConnectionSchema, input)
  return Array.isArray(read) ? read : markValid(read.output)
}

/** The host of a valid check, read. */
export function hostOfCheck(check: ValidCheck): ValidHost {
  return check[HOST]
}

function isValidCheck(input: unknown): input is ValidCheck {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, HOST)
}

/** Not enumerable, so that copies lose it; nobody outside has the symbol. */
function markValid(parameters: CheckParameters): ValidCheck {
  const host = parseHost(parameters.host)
  if (host.kind === 'invalid') throw new TypeError(`the schema let ${parameters.host} through`)
  Object.defineProperty(parameters, HOST, { value: host })
  // It has the host now.
  return freeze(parameters) as ValidCheck
}

function freeze<const T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) freeze(inner)
  }
  return Object.freeze(value)
}
