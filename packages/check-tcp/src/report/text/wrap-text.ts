import { stripVTControlCharacters } from 'node:util'
import { textWidth } from './text-width.js'

/** What may stand before the first word of a line; the lines that go on with it begin below that word. */
const MARK = /^ *(?:[✔✘!$-] |\d+\. )?/

/** Lines that are a command to copy. */
const COMMAND = /^(?: *\$ |check-tcp: write (?=check-tcp ))/

/** A command between backticks and a figure with its unit are read in one piece. */
const WORDS = / *(?:`[^`]*`|\d[\d.]* (?:µs|ms|s|min|h)(?!\w)|[^ ])+/g

/** The words of a shell, in which quoted spaces are no gaps. */
const SHELL_WORDS = / *(?:'[^']*'|"[^"]*"|[^ ])+/g

const PLAIN_WORDS = / *[^ ]+/g

/** The line goes on, to a shell. */
const CONTINUED = ' \\'

const COLOR = /\u001b\[[\d;]*m/g

const COLOR_OFF = '\u001b[0m'

/**
 * Text for a screen of so many columns: lines that are wider are broken between words, and go on below their first word.
 * A word that is wider than the screen is left whole, so that it can be copied. A command ends each of its lines but the
 * last as a shell wants it. Colours take no columns.
 */
export function wrapText(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => (width(line) <= columns ? [line] : wrapLine(line, columns)))
    .join('\n')
}

function wrapLine(line: string, columns: number): readonly string[] {
  const plain = stripVTControlCharacters(line)
  const isCommand = COMMAND.test(plain)
  const mark = MARK.exec(plain)?.[0] ?? ''
  const isMarked = mark.trim() !== ''
  const indent = Math.min(isMarked ? textWidth(mark) : mark.length + 2, Math.floor(columns / 3))
  const room = columns - (isCommand ? CONTINUED.length : 0)
  const lines: string[] = []
  let current = ''
  for (const word of wordsOf(line, isCommand, room - indent)) {
    const isBare = stripVTControlCharacters(current).length < mark.length
    if (isBare || current === '' || width(current + word) <= room) {
      current += word
      continue
    }
    const color = colorAtEnd(current)
    lines.push(current + (isCommand ? CONTINUED : '') + (color === '' ? '' : COLOR_OFF))
    current = ' '.repeat(indent) + color + word.trimStart()
  }
  return [...lines, current]
}

/** Each with the spaces before it. */
function wordsOf(line: string, isCommand: boolean, room: number): readonly string[] {
  if (isCommand) return line.match(SHELL_WORDS) ?? []
  const words = line.match(WORDS) ?? []
  return words.flatMap((word) =>
    width(word.trimStart()) <= room ? [word] : (word.match(PLAIN_WORDS) ?? []),
  )
}

function width(text: string): number {
  return textWidth(stripVTControlCharacters(text))
}

function colorAtEnd(text: string): string {
  const last = text.match(COLOR)?.at(-1) ?? ''
  return last === COLOR_OFF ? '' : last
}
