import { escapeControl } from '../core/escape-control.js'
import type { Mend } from './usage-error.js'

/** The command to type instead, as a shell takes it; `undefined` where the words are not in the command line. */
export function mendedCommand(
  argv: readonly string[],
  { words, instead }: Mend,
): string | undefined {
  const start = placeOf(words, argv)
  if (start < 0) return undefined
  const mended = [...argv.slice(0, start), ...instead, ...argv.slice(start + words.length)]
  return ['check-tcp', ...mended].map(shellWord).join(' ')
}

function placeOf(words: readonly string[], argv: readonly string[]): number {
  return argv.findIndex((_, start) => words.every((word, index) => argv[start + index] === word))
}

function shellWord(word: string): string {
  const shown = escapeControl(word)
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`
}
