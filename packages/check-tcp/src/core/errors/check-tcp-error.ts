/**
 * The base of every error that check-tcp throws on purpose: the message is for people, `code` for programs. An error of
 * any other class is a fault of check-tcp itself.
 */
export abstract class CheckTcpError extends Error {
  /** Stable, in capitals, such as `INVALID_PARAMETERS`; `docs/reference/errors.md` lists all. */
  abstract readonly code: string
}
