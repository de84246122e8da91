/**
 * `check-tcp/parameters`: the schema of a check's parameters, for programs that take them from files of their own, and its building blocks.
 *
 * @module
 */
export { COMMON_PORTS } from '../target/services.js'
export { isThisMachine } from '../target/this-machine.js'
export { integer } from './integer.js'
export { type CheckParameters, checkTcpConnectionSchema, LIMITS } from './parameters.js'
export { type ParametersSchema, problemsOf } from './validate.js'
