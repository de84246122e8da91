/**
 * `check-tcp/errors`: the base class of every error that check-tcp throws on purpose, and all of their codes.
 *
 * @module
 */
export { CheckTcpError } from './check-tcp-error.js'
export {
  CHECK_TCP_ERRORS,
  type CheckTcpErrorCode,
  type ErrorDescription,
  type ErrorOrigin,
} from './error-codes.js'
