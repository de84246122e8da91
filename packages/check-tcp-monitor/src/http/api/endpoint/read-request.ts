import { nearestSpelling, quote, showValue } from 'check-tcp/words'
import * as v from 'valibot'
import { HttpProblem, type RequestProblem } from '../../problem/http-problem.js'
import type { Entries } from './endpoint.js'

export type ValuesOf<E extends Entries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>

type Place = RequestProblem['in']

/** Gathers every problem of a request, so that a caller hears of all of them at once. */
export class RequestReader {
  readonly #problems: RequestProblem[] = []

  /** What the entries make of the input; `{}` where something is wrong, and `end` then throws. */
  read<const E extends Entries>(place: Place, entries: E, input: unknown): Partial<ValuesOf<E>> {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      this.#add(place, '', `the ${place} must be an object, got ${showValue(input)}`)
      return {}
    }
    const names = Object.keys(entries)
    for (const name of Object.keys(input)) {
      if (!Object.hasOwn(entries, name)) this.#add(place, name, unknownName(place, name, names))
    }
    const own = names.filter((name) => Object.hasOwn(input, name))
    const values = Object.fromEntries(
      own.map((name) => [name, (input as Record<string, unknown>)[name]]),
    )
    const parsed = v.safeParse(v.strictObject(entries), values, { abortPipeEarly: true })
    if (parsed.success) return parsed.output
    for (const issue of parsed.issues) this.#addIssue(place, issue)
    return {}
  }

  /** @throws {HttpProblem} `invalid`, with all problems */
  end(): void {
    const [first] = this.#problems
    if (first) throw invalid(this.#problems)
  }

  #addIssue(place: Place, issue: v.BaseIssue<unknown>): void {
    const name = issue.path?.map(({ key }) => String(key)).join('.') ?? ''
    const value = issue.path?.at(-1)?.value
    const isMissing = issue.type === 'strict_object'
    const message = isMissing
      ? `\`${name}\` is required`
      : `\`${name}\` must be ${issue.message}, got ${showValue(value)}`
    this.#add(place, name, message)
  }

  #add(place: Place, name: string, message: string): void {
    this.#problems.push({ in: place, name, message })
  }
}

/** Problems that only a handler can find. */
export function invalid(problems: readonly RequestProblem[]): HttpProblem {
  const detail = problems.map(({ message }) => message).join('; ')
  return new HttpProblem('invalid', detail, { problems })
}

function unknownName(place: Place, name: string, names: readonly string[]): string {
  const nearest = name.length > 40 ? undefined : nearestSpelling(name, names)
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  return `the ${place} knows no ${quote(name)}${hint}`
}

/** A name that is given more than once comes as a list. */
export function queryValues(query: URLSearchParams): Readonly<Record<string, unknown>> {
  const values = new Map<string, string | string[]>()
  for (const name of new Set(query.keys())) {
    const [first = '', ...more] = query.getAll(name)
    values.set(name, more.length === 0 ? first : [first, ...more])
  }
  return Object.fromEntries(values)
}
