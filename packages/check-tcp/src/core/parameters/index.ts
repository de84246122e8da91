/**
 * `check-tcp/parameters`: the schema of a check's parameters and its building blocks, for programs that take them from
 * files of their own, and that of its result, for those that get results from elsewhere.
 *
 * @module
 */
export { COMMON_PORTS } from '../target/services.js'
export { isThisMachine } from '../target/this-machine.js'
export { resultSchema } from '../wire/result-schema.js'
export type { CheckParameters } from './check-parameters.js'
export { integer } from './integer.js'
export { checkTcpConnectionSchema, LIMITS } from './parameters.js'
export type { ParametersSchema } from './parameters-schema.js'
export { problemsOfCheck, type ValidCheck, validateCheck } from './valid-check.js'
export { problemsOf } from './validate.js'
