import * as v from 'valibot'
import { SEVERITIES } from '../verdict.js'

/** Characters of a name. */
export const LONGEST_NAME = 200

const nameInWords = `a text of 1 to ${LONGEST_NAME} characters`

/** A name of a check, route or channel. */
export const name = v.pipe(
  v.string(nameInWords),
  v.regex(/\S/, nameInWords),
  v.maxLength(LONGEST_NAME, nameInWords),
)

/** A text that says something. */
export const text = v.pipe(v.string('a text'), v.regex(/\S/, 'a text'))

/** A list of texts of which there is at least one. */
export const textList = v.pipe(
  v.array(text, 'a list of texts'),
  v.minLength(1, 'a list of at least one text'),
)

/** Texts by names of any kind. */
export const textsByName = v.record(v.string(), text, 'a mapping of texts')

export const boolean = v.boolean('true or false')

export function oneOf<const T extends readonly string[]>(options: T) {
  return v.picklist(options, `one of ${options.join(', ')}`)
}

export const severity = oneOf(SEVERITIES)

export const severities = v.array(severity, `a list of ${SEVERITIES.join(', ')}`)

/** A check needs a handful; what is longer or more is a slip. */
export const TAG_LIMITS = { count: 50, length: 100 } as const

const tagInWords = `a text of 1 to ${TAG_LIMITS.length} characters`
const tagsInWords = `a list of at most ${TAG_LIMITS.count} texts`

export const tags = v.pipe(
  v.array(
    v.pipe(
      v.string(tagInWords),
      v.regex(/\S/, tagInWords),
      v.maxLength(TAG_LIMITS.length, tagInWords),
    ),
    tagsInWords,
  ),
  v.maxLength(TAG_LIMITS.count, tagsInWords),
)

/** Names of checks, routes or channels. */
export const names = v.array(name, 'a list of names')

export const url = v.pipe(
  v.string('an http or https URL'),
  v.check((value) => /^https?:$/.test(protocolOf(value)), 'an http or https URL'),
)

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : ''
}
