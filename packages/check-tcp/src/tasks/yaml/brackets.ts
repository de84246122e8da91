import { Lexer } from 'yaml'
import type { TextProblem } from '../text/text-problem.js'

/** What the lexer says about the text without being part of it. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f'])

/** It says so where braces or brackets are open and a line is indented no further than their key. */
const CUT_OFF = '\u0018'

/** A line that begins as an entry or a key does, within what should have ended before. */
const NEXT_KEY = /\n\s*(?:- +)*"?[\w.-]+"?:(?:\s|$)/

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' }

/** A quote, brace or bracket without its other one. */
interface Unclosed extends TextProblem {
  /** Not so where it may be a text of several lines that look like keys. */
  readonly isCertain: boolean
}

interface Opened {
  readonly sign: string
  readonly at: number
}

/** Nobody mends more at once. */
const MAX_UNCLOSED = 1_000

/** Each quote without another one costs a look at all that follows. */
const MAX_LOOKS = 50

/** What a text has in braces and brackets, and which of its quotes and braces lack the other one. */
export interface Brackets {
  /** In the order of the text, at the places where they were opened. */
  readonly unclosed: readonly Unclosed[]
  isInside(at: number): boolean
}

/**
 * Finds every quote, brace and bracket that somebody forgot to close. The parser notices it where the next one closes it,
 * or at the end of the text, which may be far away.
 */
export function findBrackets(text: string): Brackets {
  const unclosed: Unclosed[] = []
  const ranges: (readonly [from: number, to: number])[] = []
  let from: number | undefined = 0
  for (let looks = 0; from !== undefined && looks < MAX_LOOKS; looks++) {
    from = readBrackets(text, from, unclosed, ranges)
  }
  const first = unclosed.sort((a, b) => a.at - b.at).slice(0, MAX_UNCLOSED)
  return {
    unclosed: first,
    isInside: (at) => ranges.some(([opened, closed]) => opened < at && at <= closed),
  }
}

/** @returns where to go on behind a quote that swallows all that follows */
function readBrackets(
  text: string,
  from: number,
  found: Unclosed[],
  ranges: (readonly [from: number, to: number])[],
): number | undefined {
  let opened: Opened[] = []
  let at = from
  let afterHeader = false
  for (const lexeme of new Lexer().lex(text.slice(from))) {
    if (lexeme === CUT_OFF) {
      found.push(...cutOff(text, opened, at))
      opened = []
    }
    if (MARKS.has(lexeme)) continue
    const [first = ''] = lexeme
    if ((first === '"' || first === "'") && !afterHeader) {
      if (!isEnded(lexeme)) {
        found.push(unclosed({ sign: first, at }))
        const lineEnd = text.indexOf('\n', at)
        return lineEnd < 0 ? undefined : lineEnd + 1
      }
      if (NEXT_KEY.test(lexeme)) found.push({ ...unclosed({ sign: first, at }), isCertain: false })
    }
    if (lexeme === '{' || lexeme === '[') opened.push({ sign: lexeme, at })
    if (lexeme === '}' || lexeme === ']') {
      const last = opened.pop()
      if (last) ranges.push([last.at, at])
      if (!last) {
        found.push({ at, message: `this ${lexeme} closes nothing; leave it out`, isCertain: true })
      } else if (CLOSING[last.sign] !== lexeme) {
        found.push(unclosed(last))
        // It may well close the one before.
        if (CLOSING[opened.at(-1)?.sign ?? ''] === lexeme) opened.pop()
      }
    }
    if (lexeme.trim() !== '' && first !== '#') afterHeader = /^[|>][-+\d]*$/.test(lexeme)
    at += lexeme.length
  }
  found.push(...opened.map(unclosed))
  return undefined
}

/** The closing one may be there, too far to the left. */
function cutOff(text: string, opened: readonly Opened[], at: number): readonly Unclosed[] {
  const [, blanks = '', sign = ''] = /^(\s*)([}\]]?)/.exec(text.slice(at)) ?? []
  const [outermost] = opened
  if (opened.length !== 1 || !outermost || sign !== CLOSING[outermost.sign])
    return opened.map(unclosed)
  const message = `indent this ${sign} further than the line where its ${outermost.sign} stands`
  return [{ at: at + blanks.length, message, isCertain: true }]
}

function isEnded(quoted: string): boolean {
  const [sign = ''] = quoted
  return quoted.length > 1 && quoted.endsWith(sign)
}

function unclosed({ sign, at }: Opened): Unclosed {
  const what = sign === '{' ? 'brace' : sign === '[' ? 'bracket' : 'quote'
  return {
    at,
    message: `the ${what} ${sign} opened here is never closed; the closing ${CLOSING[sign] ?? sign} is missing`,
    isCertain: true,
  }
}
