import { createRequire } from 'node:module'
import type { RE2JS as Re2 } from 're2js'

/** A longer expression is a slip, and could make too large a machine. */
const LONGEST_EXPRESSION = 500

/** Instructions of RE2; counted repetitions make many. */
const LARGEST_PROGRAM = 1_000

/** Bytes that an expression is held against: a greeting is shorter. */
const MAX_BYTES = 4_096

/** Instructions times bytes that one look may take, some milliseconds: the loop must stay free. */
const MAX_WORK = 100_000

/** What an answer must contain: a text, or a regular expression between slashes. */
interface Pattern {
  /** `ended`: no more will come, so a last line without its end is a line too. */
  isIn(bytes: Buffer, ended?: boolean): boolean
}

type ReadPattern = Pattern | { readonly problem: string }

/**
 * Reads a text to look for, or a regular expression `/.../` with the flags i, m, s, l. Expressions are RE2's, matched in
 * time that grows with the answer alone (https://github.com/google/re2/wiki/Syntax), whatever they are: without
 * backreferences and look-around. They see the answer's first 4,096 bytes; fewer, down to 100, where they are large.
 * With l the expression is held against one complete line after the other, each without its line end.
 */
export function readPattern(text: string): ReadPattern {
  const [, expression, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? []
  if (expression === undefined) {
    const bytes = Buffer.from(text)
    return { isIn: (answer) => answer.includes(bytes) }
  }
  if (expression.length > LONGEST_EXPRESSION) {
    return { problem: `it is longer than ${LONGEST_EXPRESSION} characters` }
  }
  if (/[^imsl]/.test(flags)) return { problem: 'its flags can be i, m, s and l' }
  // Loaded on demand, since a check should start fast.
  const { RE2JS }: { RE2JS: typeof Re2 } = createRequire(import.meta.url)('re2js')
  const bits = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL }
  try {
    const byLine = flags.includes('l')
    const mask = [...new Set(flags.replaceAll('l', ''))].reduce(
      (sum, flag) => sum | bits[flag as keyof typeof bits],
      0,
    )
    const compiled = RE2JS.compile(expression, mask)
    const size = compiled.programSize()
    if (size > LARGEST_PROGRAM) return { problem: 'it is too large; repeat less' }
    const bytes = Math.min(MAX_BYTES, Math.floor(MAX_WORK / size))
    return {
      isIn: (answer, ended = false) => {
        const text = answer.subarray(0, bytes).toString()
        const texts = byLine ? linesOf(text, ended) : [text]
        return texts.some((one) => compiled.matcher(one).find())
      },
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'it cannot be read' }
  }
}

/** Complete lines without their line ends; what comes after the last line end is a line once the answer has ended. */
function linesOf(text: string, ended: boolean): readonly string[] {
  const lines = text.split('\n')
  const rest = lines.pop() ?? ''
  if (ended && rest !== '') lines.push(rest)
  return lines.map((line) => line.replace(/\r$/, ''))
}
