/** Other programs' names for it; nobody has them as a target. */
const WAITS = /^(wait|wait-for|wait-for-it|wait-for-it\.sh|wait-for-port|wait4ports)$/i

/** Does the command line begin with the word for a wait, this program's or another's? */
export function isWaitWord(word: string): boolean {
  return WAITS.test(word)
}

/** A command line, and the command that is to run after the wait. */
interface WordsBehind {
  readonly words: readonly string[]
  /** `undefined` where there is no `--`. */
  readonly command: readonly string[] | undefined
}

/** Splits `wait HOST:PORT -- COMMAND...` in two; command lines for something else stay whole. */
export function splitAtCommand(argv: readonly string[]): WordsBehind {
  const end = isWaitWord(argv[0] ?? '') ? argv.indexOf('--') : -1
  if (end < 0) return { words: argv, command: undefined }
  return { words: argv.slice(0, end), command: argv.slice(end + 1) }
}
