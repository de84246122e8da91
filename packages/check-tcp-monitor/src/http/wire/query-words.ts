import { integer } from 'check-tcp/parameters'
import * as v from 'valibot'
import { shortText } from './words.js'

/** As many tags as a check can have. */
const MAX_REPEATED = 50

/** A whole number in a query. */
export function integerText(min: number, max: number) {
  const allowed = `an integer from ${min} to ${max}`
  return v.pipe(
    v.string(allowed),
    v.regex(/^\d{1,16}$/, allowed),
    v.transform(Number),
    integer(min, max),
  )
}

/** Opaque: the store alone says what is one. */
export const cursorText = v.pipe(
  v.string('the `next` of the previous page'),
  v.maxLength(500, 'the `next` of the previous page'),
  v.description('The `next` of the previous page'),
)

/** One or more of some words, with commas between them. */
export function wordsText<const T extends readonly string[]>(words: T) {
  const allowed = `one or more of ${words.join(', ')}, with commas between them`
  return v.pipe(
    v.string(allowed),
    v.regex(new RegExp(`^(?:${words.join('|')})(?:,(?:${words.join('|')}))*$`), allowed),
  )
}

/** The words of such a text. */
export function splitWords(text: string | undefined): ReadonlySet<string> | undefined {
  return text === undefined ? undefined : new Set(text.split(','))
}

/** May be given more than once. */
export const repeatableText = v.union(
  [shortText, v.pipe(v.array(shortText), v.maxLength(MAX_REPEATED))],
  `a text of 1 to 200 characters, at most ${MAX_REPEATED} times`,
)

/** All that were given. */
export function allOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

export const flag = v.picklist(['true', 'false'], 'true or false')
