import { escapeControl } from '../../core/text/escape-control.js'
import type { Mend } from '../exit/usage-error.js'

/** The command line with the mend in it; `undefined` where the words are not in the command line. */
export function mendedWords(
  argv: readonly string[],
  { words, instead }: Mend,
): readonly string[] | undefined {
  const start = placeOf(words, argv)
  if (start < 0) return undefined
  return [...argv.slice(0, start), ...instead, ...argv.slice(start + words.length)]
}

/** The command to type, as a shell takes it. */
export function commandText(argv: readonly string[]): string {
  return ['check-tcp', ...argv].map(shellWord).join(' ')
}

function placeOf(words: readonly string[], argv: readonly string[]): number {
  return argv.findIndex((_, start) => words.every((word, index) => argv[start + index] === word))
}

function shellWord(word: string): string {
  const shown = escapeControl(word)
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`
}
