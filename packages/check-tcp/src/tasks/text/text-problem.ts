import { CheckTcpError } from '../../core/errors/check-tcp-error.js'

/** Something wrong with the text of a task file. */
export interface TextProblem {
  readonly at: number
  readonly message: string
  /** The file as a whole is wrong, which no place in it shows; the message stands behind its name. */
  readonly ofFile?: true
  /**
   * Says that something is not there, which may be wrong where a part of its list entry, or of the file, or of what the
   * file adds to the environment, could not be read.
   */
  readonly missingFrom?: 'entry' | 'file' | 'environment'
}

/** Why a text was refused before anybody looked at its meaning. */
export class YamlProblem extends CheckTcpError implements TextProblem {
  override readonly name = 'YamlProblem'
  readonly code = 'INVALID_YAML'
  readonly at: number
  /** Everything that is wrong, this included. */
  readonly problems: readonly TextProblem[]

  constructor(at: number, message: string, problems?: readonly TextProblem[]) {
    super(message)
    this.at = at
    this.problems = problems ?? [{ at, message }]
  }
}
