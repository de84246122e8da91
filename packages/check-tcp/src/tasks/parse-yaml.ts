import { Composer, type CST, Lexer, type ParsedNode, Parser } from 'yaml'
import { escapeControl } from '../core/escape-control.js'
import { findUnclosed } from './find-unclosed.js'
import { findSlips } from './yaml-slips.js'

/** What one task file may cost, so that no file can exhaust time, memory or the stack. */
export const YAML_LIMITS = {
  /** Bytes. 20,000 tasks take 2 to 3 MiB. */
  bytes: 4 * 1024 * 1024,
  /** Lists and mappings within one another. A task file needs four; the parser's own recursion bears thousands. */
  depth: 64,
  /** Lexical tokens. 20,000 tasks have about 1.2 million; these take some 2 s and 500 MB to parse. */
  tokens: 2_000_000,
  /** Aliases, those inside of what an alias stands for counted each time. */
  aliases: 50,
  /** Values that all aliases together stand for. */
  aliasedNodes: 10_000,
} as const

/** Something wrong with the text of a task file. */
export interface TextProblem {
  readonly at: number
  readonly message: string
}

/** Why a text was refused before anybody looked at its meaning. */
export class YamlProblem extends Error implements TextProblem {
  override readonly name = 'YamlProblem'
  readonly at: number
  /** The slips that explain it, with their places; the problem itself where there are none. */
  readonly problems: readonly TextProblem[]

  constructor(at: number, message: string, problems?: readonly TextProblem[]) {
    super(message)
    this.at = at
    this.problems = problems ?? [{ at, message }]
  }
}

/** Not valid YAML at all. */
class YamlSyntaxError extends YamlProblem {}

/**
 * Parses one YAML 1.2 document with the core schema: no merge keys, no tags but the core schema's.
 *
 * @returns its root, or `null` for a document without content
 * @throws {YamlProblem} for the first thing wrong, without parsing the rest, with every slip that may explain it
 */
export function parseYaml(text: string): ParsedNode | null {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error
    throw new YamlProblem(error.at, error.message, problemsBehind(text, error))
  }
}

/** Larger texts were written by a program, which makes other mistakes. */
const LONGEST_EXPLAINED = 262_144

function problemsBehind(text: string, error: YamlSyntaxError): readonly TextProblem[] {
  if (text.length > LONGEST_EXPLAINED) return [error]
  const slips = findSlips(text)
  // The parser may notice a slip one line early.
  const lineEnd = text.indexOf('\n', error.at)
  const nextLineEnd = lineEnd < 0 ? -1 : text.indexOf('\n', lineEnd + 1)
  const explains = ({ at }: TextProblem) => nextLineEnd < 0 || at <= nextLineEnd
  if (slips.some(explains)) return slips
  return [findUnclosed(text, error.at) ?? error, ...slips]
}

function parse(text: string): ParsedNode | null {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // Its own search for equal keys takes quadratic time; the tree is searched in one pass instead.
    uniqueKeys: false,
  })
  stopAtFirstProblem(composer)
  let root: ParsedNode | null = null
  for (const document of composer.compose(guardedTokens(text), true, text.length)) {
    const problem = document.errors[0] ?? document.warnings[0]
    if (problem) throw syntaxError(problem.pos[0], problem.code, problem.message)
    root = document.contents
  }
  return root
}

/** The tokens of the text, one document and no deeper than allowed: the composer recurses, the parser does not. */
function* guardedTokens(text: string): Generator<CST.Token> {
  const parser = new Parser()
  let documents = 0
  function* guarded(tokens: Iterable<CST.Token>): Generator<CST.Token> {
    for (const token of tokens) {
      if (token.type === 'error') {
        throw syntaxError(token.offset, 'UNEXPECTED_TOKEN', token.message)
      }
      if (token.type === 'directive' && !/^%YAML +1\.2\s*$/.test(token.source)) {
        throw new YamlProblem(token.offset, 'the only directive allowed is %YAML 1.2')
      }
      if (token.type === 'document' && ++documents > 1) {
        throw new YamlProblem(
          token.offset,
          'a task file is one YAML document, and here begins another',
        )
      }
      yield token
    }
  }
  for (const lexeme of lexemesOf(text)) {
    yield* guarded(parser.next(lexeme))
    if (isTooDeep(parser.stack)) {
      throw new YamlProblem(
        parser.offset - lexeme.length,
        `lists and mappings may be nested at most ${YAML_LIMITS.depth} deep`,
      )
    }
  }
  yield* guarded(parser.end())
}

/** What is being read: the document, its lists and mappings from the outside in, a scalar. */
function isTooDeep(stack: readonly CST.Token[]): boolean {
  if (stack.length <= YAML_LIMITS.depth + 1) return false
  const isCollection = ({ type }: CST.Token) =>
    type === 'block-map' || type === 'block-seq' || type === 'flow-collection'
  return stack.filter(isCollection).length > YAML_LIMITS.depth
}

/** Counted before the parser sees the first, since parsing costs many times as much. */
function lexemesOf(text: string): readonly string[] {
  const lexemes: string[] = []
  for (const lexeme of new Lexer().lex(text)) {
    if (lexemes.length === YAML_LIMITS.tokens) {
      throw new YamlProblem(
        0,
        `a task file has at most ${YAML_LIMITS.tokens} YAML tokens; split it into several files`,
      )
    }
    lexemes.push(lexeme)
  }
  return lexemes
}

/**
 * Makes the composer throw its first problem. It has no option for that and gathers them all, which takes
 * seconds for a text with a million. Were the handler to lose its effect, `parseYaml` still finds the first.
 */
function stopAtFirstProblem(composer: Composer): void {
  // The composer catches what is thrown inside of a list or mapping and reports that in turn.
  let first: YamlProblem | undefined
  Reflect.set(composer, 'onError', (source: ProblemSource, code: string, message: string) => {
    first ??= syntaxError(offsetOf(source), code, message)
    throw first
  })
}

/** Where the composer saw a problem: an offset, a range of offsets or a token. */
type ProblemSource = number | readonly [number, number] | { readonly offset: number }

function offsetOf(source: ProblemSource): number {
  if (typeof source === 'number') return source
  return 'offset' in source ? source.offset : source[0]
}

/** The parser's messages may repeat a whole line of the file. */
const LONGEST_MESSAGE = 200

function syntaxError(at: number, code: string, message: string): YamlProblem {
  const shown = escapeControl(message.slice(0, LONGEST_MESSAGE))
  if (code === 'TAG_RESOLVE_FAILED') {
    return new YamlProblem(at, `${shown} (only YAML's core schema is allowed)`)
  }
  return new YamlSyntaxError(at, `not valid YAML: ${shown}`)
}
