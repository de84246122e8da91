import * as v from 'valibot'
import { COMMON_PORTS } from '../target/services.js'
import { meantKey } from '../text/meant-key.js'
import { showValue } from '../text/show-value.js'
import { InvalidParametersError, type ParameterProblem } from './invalid-parameters.js'
import type { ParametersOf, ParametersSchema } from './parameters-schema.js'

/** A number with its unit is shorter; a longer text is some other slip, and the search would take quadratic time. */
const LONGEST_MENDED = 40

/**
 * Checks `input` against `schema` and returns the parameters with their defaults filled in.
 *
 * @throws {InvalidParametersError} with every problem found, each naming its key.
 */
export function validate<const S extends ParametersSchema>(
  schema: S,
  input: unknown,
): ParametersOf<S> {
  const problems = problemsOf(schema, input)
  if (Array.isArray(problems)) throw new InvalidParametersError(problems)
  return (problems as { readonly output: ParametersOf<S> }).output
}

/** The problems of `input`, or the valid parameters. */
export function problemsOf<const S extends ParametersSchema>(
  schema: S,
  input: unknown,
): ParameterProblem[] | { readonly output: ParametersOf<S> } {
  if (schema.seal?.isSealed(input)) return { output: input as ParametersOf<S> }
  const own = ownProperties(input)
  if (typeof own === 'string') return [{ key: '', value: input, message: own }]

  schema.complete?.(own)
  const known = Object.keys(schema.entries)
  const parsed = v.safeParse(schema as unknown as v.GenericSchema<unknown, ParametersOf<S>>, own, {
    abortPipeEarly: true,
  })
  const symbols = Object.getOwnPropertySymbols(own)
  if (parsed.success && symbols.length === 0) {
    schema.seal?.seal(parsed.output as never)
    return { output: parsed.output }
  }
  const problems = (parsed.issues ?? []).flatMap(innermost).map((issue) => explain(issue, schema))
  return [
    ...problems,
    ...unknownKeys(own, known, problems),
    ...symbols.map((symbol) => unknownKey(String(symbol), undefined, known)),
  ]
}

/**
 * A copy of the input's own enumerable properties, or what is wrong with it. Read once, so that a getter or a
 * proxy cannot answer differently later; without a prototype, so that nothing inherited counts as given.
 */
function ownProperties(input: unknown): Record<PropertyKey, unknown> | string {
  try {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      return `parameters must be a mapping, got ${showValue(input)}`
    }
    return Object.setPrototypeOf({ ...input }, null)
  } catch (error) {
    return `parameters cannot be read: ${describe(error)}`
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : showValue(error)
}

/** Of a value that may be a mapping or something else, what is wrong inside of the mapping. */
function innermost(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown>[] {
  const inner = issue.type === 'union' ? (issue.issues ?? []).filter(({ path }) => path) : []
  if (inner.length === 0) return [issue]
  return inner.flatMap((each) => {
    const path = [...(issue.path ?? []), ...(each.path ?? [])]
    return innermost(Object.assign({}, each, { path }))
  })
}

function explain(issue: v.BaseIssue<unknown>, schema: ParametersSchema): ParameterProblem {
  const key = issue.path?.map((part) => String(part.key)).join('.') ?? ''
  const value = issue.path?.at(-1)?.value
  const isObjectIssue = issue.type === 'strict_object'
  if (isObjectIssue && issue.expected === 'never') {
    const parents = (issue.path ?? []).slice(0, -1).map((part) => String(part.key))
    return unknownKey(key, value, keysAt(schema, parents))
  }
  if (isObjectIssue) return { key, value, message: `\`${key}\` is required` }
  return {
    key,
    value,
    message: `\`${key}\` must be ${issue.message}, got ${showValue(value)}${mend(issue, value)}`,
  }
}

/** The keys of the mapping that the path leads to. */
function keysAt(schema: object, path: readonly string[]): readonly string[] {
  const [key, ...rest] = path
  const entries = entriesOf(schema) ?? {}
  if (key === undefined) return Object.keys(entries)
  return keysAt((Object.hasOwn(entries, key) && entries[key]) || {}, rest)
}

/** The entries of a mapping's schema, be it optional, piped or one of several. */
function entriesOf(schema: object): Readonly<Record<string, object>> | undefined {
  if ('entries' in schema) return schema.entries as Readonly<Record<string, object>>
  if ('wrapped' in schema) return entriesOf(schema.wrapped as object)
  if (!('options' in schema) || !Array.isArray(schema.options)) return undefined
  const options = schema.options.filter((each): each is object => typeof each === 'object')
  return options.map(entriesOf).find((entries) => entries !== undefined)
}

/** Valibot stops at the first unknown key; a person wants to hear of all of them at once. */
function unknownKeys(
  input: object,
  known: readonly string[],
  told: readonly ParameterProblem[],
): ParameterProblem[] {
  return Object.keys(input)
    .filter((key) => !known.includes(key) && !told.some((problem) => problem.key === key))
    .map((key) => unknownKey(key, undefined, known))
}

function unknownKey(key: string, value: unknown, known: readonly string[]): ParameterProblem {
  const nearest = meantKey(key.slice(key.lastIndexOf('.') + 1), known)
  const shown = showValue(key).replace(/ \(string\)$/, '')
  const hint = nearest ? `; did you mean \`${nearest}\`?` : ''
  return {
    key,
    value,
    message: `${shown} is not a known key${hint} (allowed: ${known.join(', ')})`,
  }
}

/** Names the mend of the commonest slips: a number in quotes, a duration with its unit, a service, `yes` for `true`. */
function mend(issue: v.BaseIssue<unknown>, value: unknown): string {
  if (typeof value !== 'string' || issue.expected === 'string') return ''
  const written = value.trim().slice(0, LONGEST_MENDED)
  const isBoolean = /\bboolean\b/.test(issue.expected ?? '')
  const meant = isBoolean ? meantBoolean(written) : undefined
  if (meant !== undefined) return `; write ${meant}`
  if (/^\d+(\.\d+)?$/.test(written)) return `; write ${Number(written)} without quotes`
  const port = /port$/.test(String(issue.path?.at(-1)?.key)) ? meantPort(written) : undefined
  if (port !== undefined) return `; write ${port}`
  const seconds = secondsWithUnit(value)
  return seconds === undefined ? '' : `; write ${seconds} (seconds)`
}

/** What YAML 1.1 and other tools take for a boolean. */
const BOOLEANS: Readonly<Record<string, string>> = {
  ...{ yes: 'true', y: 'true', on: 'true', enabled: 'true', true: 'true without quotes' },
  ...{ no: 'false', n: 'false', off: 'false', disabled: 'false', false: 'false without quotes' },
}

/** `true` or `false` where a text means it. */
export function meantBoolean(text: string): string | undefined {
  const word = text.toLowerCase()
  return Object.hasOwn(BOOLEANS, word) ? BOOLEANS[word] : undefined
}

/** The number of a service, or of a port with its protocol. */
function meantPort(text: string): string | undefined {
  const [, digits] = /^(?:tcp[/:]|:)?(\d{1,5})(?:\/tcp)?$/i.exec(text) ?? []
  if (digits !== undefined) return String(Number(digits))
  const service = text.toLowerCase()
  return Object.hasOwn(COMMON_PORTS, service)
    ? `${COMMON_PORTS[service]} for ${service}`
    : undefined
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  us: 0.000_001,
  µs: 0.000_001,
  ms: 0.001,
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  h: 3_600,
  hr: 3_600,
  hrs: 3_600,
  hour: 3_600,
  hours: 3_600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
}

const DURATION_PART = /(\d+(?:\.\d+)?|\.\d+)\s*([a-zµ]+)/gi

/** The seconds of a duration that has its units, such as `5m` or `1m30s`; `undefined` for every other text. */
export function secondsWithUnit(text: string): number | undefined {
  if (text.length > LONGEST_MENDED) return undefined
  const written = text.trim()
  const parts = [...written.matchAll(DURATION_PART)]
  if (parts.length === 0 || written.replace(DURATION_PART, '').trim() !== '') return undefined
  let seconds = 0
  for (const [, digits, unit = ''] of parts) {
    const name = unit.toLowerCase()
    const factor = Object.hasOwn(UNIT_SECONDS, name) ? UNIT_SECONDS[name] : undefined
    if (factor === undefined) return undefined
    seconds += Number(digits) * factor
  }
  return Math.round(seconds * 1_000_000) / 1_000_000
}
