import { quote } from '../../core/text/show-value.js'
import { meantReference } from '../text/environment-references.js'

/** A slip of one kind: the group `at` of the pattern is where it is. */
export interface SlipKind {
  readonly pattern: RegExp
  /** Where the text is valid YAML, this is a slip all the same. */
  readonly certain?: true
  /** No slip within braces. */
  readonly inBlock?: true
  /** Stands in braces, so that a line may have several. */
  readonly inFlow?: true
  message(match: RegExpExecArray): string
}

/** A list of targets has no keys. */
const NO_TARGET = String.raw`^(?!\s*- +[\w-]+:\d+\s*$)`

const KEY = String.raw`^\s*(?:- +)*`

export const SLIP_KINDS: readonly SlipKind[] = [
  { pattern: /^\s*(?<at>```)/, message: () => 'a Markdown fence is not YAML; leave it out' },
  {
    pattern: /(?<at>\{\{.*?\}\}|\{%.*?%\})/,
    certain: true,
    inFlow: true,
    message: ({ groups }) =>
      `${quote(groups?.at ?? '')} is a template placeholder that was not filled in; for an environment variable write \${NAME}`,
  },
  {
    pattern: /^ *(?<at>[\u00a0\u2000-\u200a\u3000]+)/,
    certain: true,
    message: () => 'this is not a plain space but looks like one; indent with spaces',
  },
  {
    pattern: /(?:[\w"']:|^\s*-)(?<at>[\u00a0\u2000-\u200a\u3000]+)/,
    certain: true,
    message: () => 'this is not a plain space but looks like one; write a plain one',
  },
  {
    pattern: /(?<at>[\u200b-\u200f\u2060\ufeff]+)/,
    certain: true,
    message: () => 'there is an invisible character here; leave it out',
  },
  {
    pattern: /^\s*(?<at>\/\/|\/\*)/,
    certain: true,
    message: () => 'a comment begins with #',
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
    pattern: /^\s*(?<at>-)(?<value>[\w.:"'][^#]*)/,
    certain: true,
    message: ({ groups }) =>
      `a space is missing after the dash; write ${inQuotes(`- ${groups?.value?.trim()}`)}`,
  },
  {
    pattern: new RegExp(`${KEY}(?<at>["'])(?<key>[a-z_]+): +(?<value>[^"':]+)["']\\s*$`),
    certain: true,
    message: ({ groups }) =>
      `only the value goes in quotes; write ${groups?.key}: "${groups?.value}"`,
  },
  {
    pattern: /^\s*- +(?<at>-) +\w+:(?:\s|$)/,
    certain: true,
    message: () => 'this dash is one too many: it starts a list within a list',
  },
  {
    pattern: new RegExp(
      `${NO_TARGET}${KEY}(?<key>[A-Za-z_]+)(?<at>:)(?<value>(?!//)[^\\s:'"{[].*)$`,
    ),
    certain: true,
    message: ({ groups }) => missingBlank(groups?.key, groups?.value),
  },
  {
    pattern:
      /(?:,|(?<!\$)\{)\s*(?<key>[a-z_]+)(?<at>:)(?<value>(?!\/\/)[^\s:'"{}[\],][^,}]*)(?=[,}])/,
    certain: true,
    inFlow: true,
    message: ({ groups }) => missingBlank(groups?.key, groups?.value),
  },
  {
    pattern: new RegExp(`${KEY}(?<key>[a-z_]+)\\s*(?<at>=)\\s*(?<value>\\S.*)$`),
    certain: true,
    message: ({ groups }) =>
      `this is not YAML; write ${inQuotes(`${groups?.key}: ${groups?.value}`)}`,
  },
  {
    pattern: /[{,]\s*\w+:\s+(?<at>\$\{[^}"']*\})/,
    inFlow: true,
    message: ({ groups }) => {
      const written = groups?.at ?? ''
      return `inside braces a reference needs quotes; write "${meantReference(written) ?? written}"`
    },
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
    inBlock: true,
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
    inBlock: true,
    message: ({ groups }) => `a value ends with its line; leave out the ${quote(groups?.at ?? '')}`,
  },
  {
    pattern: new RegExp(`${KEY}[\\w.-]+:\\s+[^\\s"'#]+(?<at>#)`),
    certain: true,
    message: () => 'a comment needs a space before its #',
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
    inFlow: true,
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
      `${groups?.at} is not an escape sequence in double quotes; use single quotes, or \\\\ for a backslash`,
  },
]

function missingBlank(key = '', value = ''): string {
  return `a space is missing after the colon; write ${inQuotes(`${key}: ${value.trim()}`)}`
}

function inQuotes(text: string): string {
  return text.includes('"') ? `\`${text}\`` : `"${text}"`
}
