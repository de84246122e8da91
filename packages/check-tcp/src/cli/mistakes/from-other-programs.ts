import { bracketed } from '../../core/target/host-and-port.js'
import { HABITS, habitOf, VALUE } from './flag-habits.js'
import { hasPort } from './meant-words.js'

export interface KnownFlags {
  /** Whether the program has the flag, and if so, whether a value follows it. */
  find(flag: string): { readonly takesValue: boolean } | undefined
}

/** A command line in this program's words. */
interface OwnWords {
  readonly targets: readonly string[]
  readonly flags: readonly string[]
  /** The command that the flags need, where they need one. */
  readonly command?: string
  /** Values of flags that have no counterpart here. */
  readonly dropped: readonly string[]
}

/**
 * The same command line in the words of this program, where it has flags of other programs: `-zv host 80` becomes
 * `host 80 --verbose`.
 *
 * @param argv the command line behind the name of its command, such as `wait`
 * @param known the flags that the command has
 * @param path the name of the command
 * @returns `undefined` where one of its flags is nobody's
 */
export function fromOtherPrograms(
  argv: readonly string[],
  known: KnownFlags,
  path: readonly string[] = [],
): OwnWords | undefined {
  const words: string[] = []
  const flags: string[][] = []
  const hosts: string[] = []
  const ports: string[] = []
  const dropped: string[] = []
  let command: string | undefined
  const isWait = path.length === 0 && argv.some((word) => /^--?wait(=|$)/.test(word))
  const rest = argv.flatMap((word) => apart(longOf(word, known), known))
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-') || word === '-') {
      words.push(word)
      continue
    }
    const [flag = '', inline] = inTwo(word)
    if (isWait && (flag === '--timeout' || (flag === '--wait' && isDuration(inline ?? rest[0])))) {
      command ??= 'wait'
      flags.push(['--for', inline ?? rest.shift() ?? ''])
      continue
    }
    if (isWait && flag === '--wait' && inline !== undefined) words.push(inline)
    const own = known.find(flag)
    if (own) {
      const value = own.takesValue && inline === undefined ? rest.shift() : undefined
      flags.push(value === undefined ? [word] : [word, value])
      continue
    }
    const habit = habitOf(flag, argv, path)
    if (!habit) return undefined
    const value = habit.takesValue ? (inline ?? rest.shift()) : ''
    if (value === undefined) return undefined
    command ??= habit.command
    if (habit.takesValue && !habit.becomes && !habit.is) dropped.push(value)
    if (habit.is === 'host') hosts.push(value)
    else if (habit.is === 'port') ports.push(value)
    flags.push((habit.becomes ?? []).map((one) => (one === VALUE ? value : one)))
  }
  const targets = withPorts([...hosts, ...words], ports)
  return { targets, flags: once(flags), dropped, ...(command === undefined ? {} : { command }) }
}

function isDuration(word: string | undefined): boolean {
  return /^\d+(\.\d+)?(ms|s|m|h|min|sec)?$/.test(word ?? '')
}

/** `-timeout`, as programs in Go have it, is `--timeout`. */
function longOf(word: string, known: KnownFlags): string {
  const name = /^-([a-z][a-z-]{3,})(=.*)?$/.exec(word)?.[1]
  if (name === undefined || HABITS[word]) return word
  return HABITS[`--${name}`] || known.find(`--${name}`) ? `-${word}` : word
}

/** The first of flags with the same name counts. */
function once(flags: readonly (readonly string[])[]): readonly string[] {
  const names = new Set<string>()
  return flags.flatMap((flag) => {
    const [name = ''] = flag
    if (name === '' || names.has(name)) return []
    names.add(name)
    return flag
  })
}

function inTwo(word: string): readonly [string, string?] {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1
  return equals < 0 ? [word] : [word.slice(0, equals), word.slice(equals + 1)]
}

/** `-zvw5` is `-z -v -w 5`, where each letter is a flag; a letter that takes a value takes the rest. */
function apart(word: string, known: KnownFlags): readonly string[] {
  if (!/^-[a-zA-Z0-9]{2,}/.test(word) || HABITS[word] || known.find(word.slice(0, 2))) return [word]
  const letters: string[] = []
  for (let at = 1; at < word.length; at++) {
    const letter = `-${word[at]}`
    const habit = HABITS[letter]
    if (!habit) return [word]
    letters.push(letter)
    if (!habit.takesValue) continue
    if (at + 1 < word.length) letters.push(word.slice(at + 1))
    break
  }
  return letters
}

/** A port that was given by itself belongs to every host that has none. */
function withPorts(hosts: readonly string[], ports: readonly string[]): readonly string[] {
  if (ports.length === 0) return hosts
  return hosts.map((host) => (hasPort(host) ? host : `${bracketed(host)}:${ports.join(',')}`))
}
