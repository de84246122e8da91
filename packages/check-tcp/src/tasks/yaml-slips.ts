import { escapeControl } from '../core/escape-control.js'
import { quote } from '../core/show-value.js'
import { indentationSlips, lostIndentation } from './indentation-slips.js'
import type { TextProblem } from './parse-yaml.js'
import type { PositionOf } from './text-position.js'

/** Longer lines are no work of people's hands. */
const LONGEST_LINE = 1_000

/** More of them say nothing new. */
const MOST_SLIPS = 50

/** Larger texts were written by a program, which makes other mistakes. */
const LONGEST_TEXT = 262_144

/** A line of a text, and the offset that it begins at. */
export interface TextLine {
  readonly text: string
  readonly at: number
}

/** A slip of one kind: the group `at` of the pattern is where it is. */
interface Slip {
  readonly pattern: RegExp
  /** Where the text is valid YAML, this is a slip all the same. */
  readonly certain?: true
  message(match: RegExpExecArray): string
}

const KEY = String.raw`^\s*(?:- +)*`

const SLIPS: readonly Slip[] = [
  {
    pattern: /^(?<at><{7}|={7}|>{7})(?: |$)/,
    message: () => 'this is a conflict marker of an unfinished merge',
  },
  { pattern: /^\s*(?<at>```)/, message: () => 'a Markdown fence is not YAML; leave it out' },
  {
    pattern: /(?<at>\{\{.*?\}\}|\{%.*?%\})/,
    certain: true,
    message: ({ groups }) =>
      `${quote(groups?.at ?? '')} is a template placeholder that was not filled in; for an environment variable write \${NAME}`,
  },
  {
    pattern: /^ *(?<at>[\u00a0\u2000-\u200b\u3000]+)/,
    certain: true,
    message: () => 'this is not a plain space but looks like one; indent with spaces',
  },
  {
    pattern: /[:\-[{,]\s+(?<at>[“”„‟«»‘’‚])/,
    certain: true,
    message: ({ groups }) =>
      `${groups?.at} is a typographic quote, which YAML takes as text; write " instead`,
  },
  {
    pattern: new RegExp(`${KEY}[a-z_]+(?<at>：)`),
    certain: true,
    message: () => 'this is a full-width colon; write : and a space',
  },
  {
    pattern: /^\s*(?<at>[•–—*+])\s+\w+:(?:\s|$)/,
    certain: true,
    message: ({ groups }) => `a list entry starts with "- ", not with ${quote(groups?.at ?? '')}`,
  },
  {
    pattern: /^\s*(?<at>-)(?<key>[a-z_]\w*):(?:\s|$)/,
    certain: true,
    message: ({ groups }) => `a space is missing after the dash; write "- ${groups?.key}:"`,
  },
  {
    pattern: /^\s*- +(?<at>-) +\w+:(?:\s|$)/,
    certain: true,
    message: () => 'this dash is one too many: it starts a list within a list',
  },
  {
    pattern: new RegExp(`${KEY}(?<key>[a-z_]+)(?<at>:)(?<value>(?!//)[^\\s:'"{[].*)$`),
    certain: true,
    message: ({ groups }) => missingBlank(groups?.key, groups?.value),
  },
  {
    pattern: /[{,]\s*(?<key>[a-z_]+)(?<at>:)(?<value>(?!\/\/)[^\s:'"{}[\],][^,}]*)[,}]/,
    certain: true,
    message: ({ groups }) => missingBlank(groups?.key, groups?.value),
  },
  {
    pattern: new RegExp(`${KEY}(?<key>[a-z_]+)\\s*(?<at>=)\\s*(?<value>\\S.*)$`),
    certain: true,
    message: ({ groups }) => `this is not YAML; write "${groups?.key}: ${groups?.value}"`,
  },
  {
    pattern: /[{,]\s*\w+:\s+(?<at>\$\{[^}"']*\})/,
    message: ({ groups }) => `inside braces a reference needs quotes; write "${groups?.at}"`,
  },
  {
    pattern: new RegExp(
      `${KEY}(?<key>parameters|tasks|steps|defaults|checks):\\s+(?<at>[a-z_]+):\\s`,
    ),
    message: ({ groups }) =>
      `what belongs to \`${groups?.key}\` goes on the next line, indented, or in braces: {${groups?.at}: ...}`,
  },
  {
    pattern: new RegExp(`${KEY}[a-z_]+:\\s+[^"'{[,#]*,\\s*(?<at>[a-z_]+):\\s`),
    message: ({ groups }) =>
      `\`${groups?.at}\` needs a line of its own, or braces around all of it: {name: a, ${groups?.at}: b}`,
  },
  {
    pattern: new RegExp(
      `${KEY}(?<key>[\\w.-]+):\\s+(?<at>[^\\s"'{[|>&*!#][^#]*?:(?:\\s[^#]*)?)\\s*(?:#.*)?$`,
    ),
    message: ({ groups }) =>
      `a text that contains a colon and a space needs quotes; write ${groups?.key}: ${quote(groups?.at?.trim() ?? '')}`,
  },
  {
    pattern: new RegExp(
      `${KEY}[\\w.-]+:\\s+(?:"[^"]*"|'[^']*'|[\\d.]+)\\s*(?<at>[;,])\\s*(?:#.*)?$`,
    ),
    certain: true,
    message: ({ groups }) => `a value ends with its line; leave out the ${quote(groups?.at ?? '')}`,
  },
  {
    pattern: new RegExp(`${KEY}[\\w.-]+:\\s+'[^']*(?<at>')\\w`),
    message: () =>
      'this apostrophe ends the text; write it twice, or put the text in double quotes',
  },
  {
    pattern: new RegExp(`${KEY}[\\w.-]+:\\s+(?:"[^"\\\\]*"|'[^']*')\\s*(?<at>[^\\s#,;}\\]"':].*)$`),
    message: () => 'there is text after the closing quote; put all of it inside the quotes',
  },
  {
    pattern: /[{,]\s*\w+:\s+[^\s"'{}[\],]+\s+(?<at>\w+):\s/,
    message: ({ groups }) => `a comma is missing before \`${groups?.at}\``,
  },
  {
    pattern: new RegExp(`${KEY}(?<key>[\\w.-]+):\\s+(?<at>[@\`%]\\S*)`),
    message: ({ groups }) =>
      `a text that starts like this needs quotes; write ${groups?.key}: "${groups?.at}"`,
  },
  {
    pattern: /"(?:[^"\\]|\\[0abtnvfre "/\\NLP_xuU])*(?<at>\\[^0abtnvfre "/\\NLP_xuU])/,
    message: ({ groups }) =>
      `${groups?.at} is no escape of double quotes; use single quotes, or \\\\ for a backslash`,
  },
]

function missingBlank(key = '', value = ''): string {
  return `a space is missing after the colon; write "${key}: ${value.trim()}"`
}

/**
 * Finds the slips that people make in YAML: what the parser says of them is cryptic, late or nothing. To be asked where
 * something is wrong with a text, since a text with nothing wrong may have the same looks.
 *
 * @returns every slip with its place, in the order of the text, at most some dozens
 */
export function findSlips(text: string): readonly TextProblem[] {
  const lines = plainLines(text)
  return inOrder([...indentationSlips(lines), ...slipsOf(lines, SLIPS)])
}

/** The slips that valid YAML may have, which then means something else than its writer thinks. */
function findCertainSlips(text: string): readonly TextProblem[] {
  return inOrder(
    slipsOf(
      plainLines(text),
      SLIPS.filter(({ certain }) => certain),
    ),
  )
}

/**
 * Puts slips in the place of the problems that come of them, where a text is valid YAML and wrong all the same.
 *
 * @param problems what is wrong with its content; where it is nothing, nothing is a slip
 */
export function explainBySlips(
  text: string,
  problems: readonly TextProblem[],
  position: PositionOf,
): readonly TextProblem[] {
  if (problems.length === 0 || text.length > LONGEST_TEXT) return problems
  const [lost] = lostIndentation(plainLines(text))
  if (lost) return [lost, ...findCertainSlips(text)]
  const slips = findCertainSlips(text)
  const lines = new Set(slips.map(({ at }) => position(at).line))
  const others = problems.filter(({ at }) => !lines.has(position(at).line))
  return [...slips, ...others]
}

function inOrder(slips: readonly TextProblem[]): readonly TextProblem[] {
  const first = [...slips].sort((a, b) => a.at - b.at).slice(0, MOST_SLIPS)
  // Words of the file stand in the messages.
  return first.map(({ at, message }) => ({ at, message: escapeControl(message) }))
}

function slipsOf(lines: readonly TextLine[], kinds: readonly Slip[]): readonly TextProblem[] {
  const slips: TextProblem[] = []
  for (const line of lines) {
    if (slips.length >= MOST_SLIPS) break
    for (const { pattern, message } of kinds) {
      const match = pattern.exec(line.text)
      if (!match) continue
      const found = match.groups?.at ?? ''
      const at = line.at + match.index + match[0].lastIndexOf(found)
      slips.push({ at, message: message(match) })
      break
    }
  }
  return slips
}

/** The lines without comments, empty ones and block scalars, where everything is text. */
function plainLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = []
  let at = 0
  let blockIndent = Number.POSITIVE_INFINITY
  for (const whole of text.split('\n')) {
    const line = { text: whole.slice(0, LONGEST_LINE).replace(/\r$/, ''), at }
    at += whole.length + 1
    const indent = line.text.search(/\S/)
    if (indent < 0 || line.text[indent] === '#') continue
    if (indent > blockIndent) continue
    blockIndent = /:\s+[|>][+-]?\d?\s*(?:#.*)?$/.test(line.text) ? indent : Number.POSITIVE_INFINITY
    lines.push(line)
  }
  return lines
}
