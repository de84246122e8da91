import type { Command } from 'commander'
import { canBeExpanded } from '../targets/read-targets.js'

/** A word that a shell would run: `npm`, `./migrate.sh`. Names with dots and words with a port are targets gone wrong. */
const COMMAND = /^(?!.*:)([a-z][\w+-]*|[.~\w-]*\/[\w./-]+|[\w-]+\.(sh|py|js|mjs|rb|pl))$/i

/** A command line that is two: the wait, and what to run afterwards. */
interface MissingDashes {
  readonly before: readonly string[]
  readonly command: readonly string[]
}

/**
 * Splits `wait TARGET... COMMAND...` where `--` is missing: behind targets stands what no target can be.
 *
 * @param program whose `wait` has options, which may stand between the targets
 */
export function missingDashes(
  [first, ...words]: readonly string[],
  program: Command,
): MissingDashes | undefined {
  const wait = program.commands.find((one) => one.name() === 'wait')
  if (first !== 'wait' || !wait) return undefined
  const targets: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word.startsWith('-')) {
      const option = wait.options.find(({ long, short }) => [long, short].includes(word))
      if (option?.required) at++
    } else if (canBeExpanded(targets) && COMMAND.test(word) && !canBeExpanded([...targets, word])) {
      return { before: [first, ...words.slice(0, at)], command: words.slice(at) }
    } else targets.push(word)
  }
  return undefined
}
