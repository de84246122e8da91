import { CheckTcpError } from '../../core/errors/check-tcp-error.js'

/** A part of a command line, and what was probably meant by it. */
export interface Mend {
  readonly words: readonly string[]
  readonly instead: readonly string[]
  /** Words that are left out on purpose, such as the second target of a command that takes one. */
  readonly dropped?: readonly string[]
}

/** Something that the person wrote cannot be used; the message says what, and what is allowed. Exit code 2. */
export class UsageError extends CheckTcpError {
  override readonly name = 'UsageError'
  readonly code = 'USAGE'
  /** From this the command to type is made, where there is a good guess. */
  readonly mend: Mend | undefined

  constructor(message: string, mend?: Mend) {
    super(message)
    this.mend = mend
  }
}
