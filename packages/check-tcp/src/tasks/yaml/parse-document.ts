import { Composer, type CST, type ErrorCode, Lexer, type ParsedNode, Parser } from 'yaml'
import { YamlProblem } from '../text/text-problem.js'
import { YAML_LIMITS } from '../tree/yaml-limits.js'
import { syntaxFault, YamlFault } from './yaml-fault.js'

/**
 * Parses one YAML 1.2 document with the core schema.
 *
 * @returns its root, or `null` for a document without content
 * @throws {YamlProblem} for the first thing wrong, without parsing the rest
 */
export function parseDocument(text: string): ParsedNode | null {
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
    if (problem) throw syntaxFault(problem.pos[0], problem.code, problem.message)
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
        throw syntaxFault(token.offset, 'UNEXPECTED_TOKEN', token.message)
      }
      if (token.type === 'directive' && !/^%YAML +1\.2\s*$/.test(token.source)) {
        throw new YamlFault(
          'line',
          token.offset,
          'the only directive allowed is %YAML 1.2; leave this line out',
        )
      }
      if (token.type === 'document' && ++documents > 1) {
        throw new YamlFault(
          'document',
          token.offset,
          'a file is one YAML document, and here begins another; leave out this line, or make it a file of its own',
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
  Reflect.set(composer, 'onError', (source: ProblemSource, code: ErrorCode, message: string) => {
    first ??= syntaxFault(offsetOf(source), code, message)
    throw first
  })
}

/** Where the composer saw a problem: an offset, a range of offsets or a token. */
type ProblemSource = number | readonly [number, number] | { readonly offset: number }

function offsetOf(source: ProblemSource): number {
  if (typeof source === 'number') return source
  return 'offset' in source ? source.offset : source[0]
}
