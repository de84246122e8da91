import type { ErrorCode } from 'yaml'
import { escapeControl } from '../../core/text/escape-control.js'
import { YamlProblem } from '../text/text-problem.js'

/** What a fault spoils: the syntax around it, its own line, or everything from here on that is another document. */
type FaultKind = 'syntax' | 'tag' | 'line' | 'document'

/** A fault of the text which leaves the rest of it readable. */
export class YamlFault extends YamlProblem {
  readonly kind: FaultKind
  /** The message for a place within braces or brackets. */
  readonly inBraces: string

  constructor(kind: FaultKind, at: number, message: string, inBraces = message) {
    super(at, message)
    this.kind = kind
    this.inBraces = inBraces
  }
}

/** The parser's messages may repeat a whole line of the file. */
const LONGEST_MESSAGE = 200

/** Those of YAML's core schema. */
const TAGS = '!!str, !!int, !!float, !!bool, !!null, !!map, !!seq'

const NO_KEY =
  'this line is neither "key: value" nor a list entry that begins with "- "; is it indented too little, or is a colon missing?'

const NO_PLACE =
  'this does not belong here; is a quote, a comma or the end of a line missing before it?'

const COLUMN = 'this line does not start in the column of the others that it belongs to'

/** What the parser's terms mean for somebody who wrote a task file, the first that fits. */
const IN_WORDS: readonly (readonly [terms: RegExp, words: string, inBraces?: string])[] = [
  [/^Implicit keys .*single line/, NO_KEY, 'a comma is missing after this line'],
  [/^Implicit map keys need/, 'this needs a colon and a space after its key; write "key: value"'],
  [/^Nested mappings are not/, 'there are two keys on one line; write each on a line of its own'],
  [/^Sequence item without/, NO_KEY],
  [/same column/, COLUMN],
  [/^Missing , /, 'a comma is missing before this'],
  [/^Unexpected (?:,|empty item)/, 'there is nothing before this comma; leave it out'],
  [/^Missing space after :/, 'a space is missing after this colon'],
  [/^Block collections are not/, 'in braces a list is written as [a, b] and a mapping as {a: b}'],
  [/ ending in : is ambiguous/, 'a space is missing after the name of this anchor or alias'],
  [/ cannot be an empty string/, 'a text that starts with & or * needs quotes'],
  [/^Comments must be/, 'a comment needs a space before its #'],
  [/^Tabs are not/, 'indent with spaces: YAML does not allow tabs'],
  [/^Plain value cannot/, 'a text that starts like this needs quotes'],
  [/^Block scalar header/, 'after | or > the text begins on the next line'],
  [/^Missing closing/, 'a quote is never closed; the closing one is missing'],
  [
    /^Invalid escape/,
    'not an escape sequence in double quotes; use single quotes, or \\\\ for a backslash',
  ],
  [/ at node end$/, NO_KEY, NO_PLACE],
  [/^Unexpected .* token|but found:/, NO_PLACE],
]

/** A fault that the parser found, in words where its own are cryptic. */
export function syntaxFault(at: number, code: ErrorCode, message: string): YamlFault {
  const shown = escapeControl(message.slice(0, LONGEST_MESSAGE))
  if (code === 'TAG_RESOLVE_FAILED') {
    const tag = shown.replace(/^Unresolved tag: /, '').replace(/^tag:yaml\.org,2002:/, '!!')
    const mend = 'leave it out, or put a text that starts with ! in quotes'
    return new YamlFault('tag', at, `the tag ${tag} is not allowed; ${mend} (allowed: ${TAGS})`)
  }
  const [, words, inBraces] = IN_WORDS.find(([terms]) => terms.test(message)) ?? []
  return new YamlFault('syntax', at, words ?? `not valid YAML: ${shown}`, inBraces)
}
