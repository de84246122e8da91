/**
 * `check-tcp/errors`: the base class of every error that check-tcp throws on purpose, all of their codes, and errors of
 * the system in words.
 *
 * @module
 */
export { isSystemError, systemErrorText } from '../failure/system-error-text.js'
export { whyUnreadable } from '../failure/why-unreadable.js'
export { MakeDirectoryError } from '../make-directory.js'
export { CheckTcpError } from './check-tcp-error.js'
export {
  CHECK_TCP_ERRORS,
  type CheckTcpErrorCode,
  type ErrorDescription,
  type ErrorOrigin,
} from './error-codes.js'
