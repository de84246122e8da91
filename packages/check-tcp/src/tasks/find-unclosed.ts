import { Lexer } from 'yaml'
import type { TextProblem } from './parse-yaml.js'

/** What the lexer says about the text without being part of it. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f'])

/** A line that begins as an entry or a key does, within what should have ended before. */
const NEXT_KEY = /\n\s*(?:- +)*[\w.-]+:(?:\s|$)/

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' }

interface Opened {
  readonly sign: string
  readonly at: number
}

/**
 * Finds the quote, brace or bracket that somebody forgot to close. The parser notices it where the next one closes it, or
 * at the end of the text, which may be far away.
 *
 * @param errorAt where the parser gave up
 * @returns the place where it was opened; `undefined` where the trouble is another
 */
export function findUnclosed(text: string, errorAt: number): TextProblem | undefined {
  const opened: Opened[] = []
  let at = 0
  let afterHeader = false
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.has(lexeme)) continue
    if (at > errorAt) break
    const [first = ''] = lexeme
    if ((first === '"' || first === "'") && !afterHeader && isUnclosed(lexeme)) {
      return unclosed({ sign: first, at })
    }
    if (lexeme === '{' || lexeme === '[') opened.push({ sign: lexeme, at })
    if (lexeme === '}' || lexeme === ']') {
      const last = opened.pop()
      if (!last) return { at, message: `this ${lexeme} closes nothing; leave it out` }
      if (CLOSING[last.sign] !== lexeme) return unclosed(last)
    }
    if (lexeme.trim() !== '' && first !== '#') afterHeader = /^[|>][-+\d]*$/.test(lexeme)
    at += lexeme.length
  }
  const lineEnd = text.indexOf('\n', errorAt)
  const read = text.slice(0, lineEnd < 0 ? text.length : lineEnd)
  const innermost = opened.findLast((one) => NEXT_KEY.test(read.slice(one.at)))
  if (innermost) return unclosed(innermost)
  const [outermost] = opened
  return outermost && errorAt >= text.trimEnd().length ? unclosed(outermost) : undefined
}

/** It ends with the text, or goes on over lines that look like keys. */
function isUnclosed(quoted: string): boolean {
  const [sign = ''] = quoted
  const isEnded = quoted.length > 1 && quoted.endsWith(sign)
  return !isEnded || NEXT_KEY.test(quoted)
}

function unclosed({ sign, at }: Opened): TextProblem {
  const what = sign === '{' ? 'brace' : sign === '[' ? 'bracket' : 'quote'
  return {
    at,
    message: `the ${what} ${sign} opened here is never closed; the closing ${CLOSING[sign] ?? sign} is missing`,
  }
}
