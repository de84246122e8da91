import { isSystemError } from '../../core/failure/system-error-text.js'
import { whyUnreadable } from '../../core/failure/why-unreadable.js'
import { hostAndPort } from '../../core/target/host-and-port.js'
import type { Target } from '../../core/target/target.js'
import { UsageError } from '../exit/usage-error.js'
import { decodeList, UnreadableListError } from '../targets/decode-list.js'
import { readLines } from '../targets/lines.js'
import { expandWords, readWords } from '../targets/read-targets.js'
import { openTargetList, wordsOfLine } from '../targets/target-list.js'
import type { Terminal } from '../terminal/terminal.js'

/** All of them are asked again and again at the same time; more than this is no deploy, but a scan. */
const MAX_TARGETS = 999

/** Gathers targets, each once. */
class Gathered {
  readonly #targets = new Map<string, Target>()

  add({ targets, count }: { readonly targets: Iterable<Target>; readonly count: number }): void {
    if (count <= MAX_TARGETS) {
      for (const target of targets) {
        this.#targets.set(hostAndPort(target.host.toLowerCase(), target.port), target)
      }
    }
    if (count <= MAX_TARGETS && this.#targets.size <= MAX_TARGETS) return
    throw new UsageError(`wait takes at most ${MAX_TARGETS} targets`)
  }

  get all(): readonly Target[] {
    return [...this.#targets.values()]
  }
}

/**
 * The targets of the command line and of files, each once.
 *
 * @throws {UsageError} with everything that cannot be read: a target that is left out would be one that nobody waits for
 */
export async function readWaitTargets(
  words: readonly string[],
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly Target[]> {
  const gathered = new Gathered()
  if (words.length > 0) gathered.add(expandWords(words))
  const problems: string[] = []
  for (const file of files) problems.push(...(await readFileInto(gathered, file, terminal)))
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  if (gathered.all.length > 0) return gathered.all
  const [file] = files
  throw new UsageError(
    file === undefined
      ? 'no target was given\nsee check-tcp wait --help'
      : `${file} has no targets`,
  )
}

/** @returns what is wrong with the file's lines */
async function readFileInto(
  gathered: Gathered,
  path: string,
  terminal: Terminal,
): Promise<readonly string[]> {
  const { source, input } = await openTargetList(path, terminal)
  const problems: string[] = []
  try {
    for await (const lines of readLines(decodeList(input))) {
      for (const { number, text } of lines) {
        const read = text === undefined ? TOO_LONG : readLine(text)
        if (read && 'problem' in read) problems.push(`${source}:${number}: ${read.problem}`)
        else if (read) gathered.add(read)
      }
    }
  } catch (error) {
    if (error instanceof UnreadableListError) problems.push(`${source} ${error.message}`)
    else if (isSystemError(error)) problems.push(`${source}: ${whyUnreadable(error)}`)
    else throw error
  }
  return problems
}

const TOO_LONG = { problem: 'the line is longer than any target' }

function readLine(text: string) {
  const words = wordsOfLine(text)
  return words.length === 0 ? undefined : readWords(words)
}
