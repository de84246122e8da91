import * as v from 'valibot'
import { longestCheckMs } from '../../../core/config/longest-check.js'
import { VERDICTS } from '../../../core/verdict.js'
import { forEachYielding } from '../../for-each-yielding.js'
import { HttpProblem } from '../../problem/http-problem.js'
import { type CheckWire, checkSchema, checkWire } from '../../wire/check-wire.js'
import {
  allOf,
  integerText,
  repeatableText,
  splitWords,
  wordsText,
} from '../../wire/query-words.js'
import { resultSchema, resultWire } from '../../wire/result-wire.js'
import { shortText } from '../../wire/words.js'
import { durably } from '../endpoint/durably.js'
import { findCheck } from '../endpoint/find-check.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { invalid } from '../endpoint/read-request.js'

/** The entries of a path with a check in it. */
export const checkPath = {
  id: v.pipe(shortText, v.description("The check's name, URL-encoded")),
} as const

const FIELDS = Object.keys(checkSchema.entries) as readonly (keyof CheckWire)[]

/** Of one page: as many checks as a config may have. */
const MAX_CHECKS = 100_000

export const listChecks = jsonEndpoint({
  id: 'listChecks',
  method: 'GET',
  path: '/api/v1/checks',
  summary: 'Every check with its verdict',
  pathEntries: {},
  queryEntries: {
    tag: v.optional(v.pipe(repeatableText, v.description('Only those that have all of them'))),
    verdict: v.optional(
      v.pipe(wordsText(VERDICTS), v.description('Only those that have one of them')),
    ),
    fields: v.optional(
      v.pipe(wordsText(FIELDS), v.description('Only these of each check, and `id`')),
    ),
    limit: v.optional(v.pipe(integerText(1, MAX_CHECKS), v.description('All of them if left out'))),
    cursor: v.optional(v.pipe(shortText, v.description('The `next` of the previous page'))),
  },
  answer: v.strictObject({
    checks: v.array(
      v.strictObject({ ...v.partial(checkSchema).entries, id: checkSchema.entries.id }),
    ),
    next: v.optional(v.pipe(v.string(), v.description('The `cursor` of the next page'))),
  }),
  async handle({ query }, { options: { monitor } }) {
    const { limit = MAX_CHECKS, cursor } = query
    const verdicts = splitWords(query.verdict)
    const fields = splitWords(query.fields)
    const wanted = allOf(query.tag)
    const checks: Partial<CheckWire>[] = []
    let next: string | undefined
    await forEachYielding(after(monitor.config.checks, cursor), ({ id }) => {
      if (next !== undefined) return
      const status = monitor.statusOf(id)
      if (!status || !(verdicts?.has(status.verdict) ?? true)) return
      if (!wanted.every((tag) => status.tags.includes(tag))) return
      if (checks.length === limit) next = checks.at(-1)?.id
      else checks.push(only(fields, checkWire(status)))
    })
    const page = checks as (Partial<CheckWire> & Pick<CheckWire, 'id'>)[]
    return next === undefined ? { checks: page } : { checks: page, next }
  },
})

/** The checks after one of them, in the order of the config. */
function after<T extends { readonly id: string }>(
  checks: readonly T[],
  cursor: string | undefined,
): readonly T[] {
  if (cursor === undefined) return checks
  const at = checks.findIndex(({ id }) => id === cursor)
  if (at >= 0) return checks.slice(at + 1)
  const message = '`cursor` is a check that is no longer in the config: start again'
  throw invalid([{ in: 'query', name: 'cursor', message }])
}

function only(fields: ReadonlySet<string> | undefined, check: CheckWire): Partial<CheckWire> {
  if (!fields) return check
  return Object.fromEntries(
    Object.entries(check).filter(([name]) => name === 'id' || fields.has(name)),
  )
}

export const getCheck = jsonEndpoint({
  id: 'getCheck',
  method: 'GET',
  path: '/api/v1/checks/{id}',
  summary: 'One check with its verdict',
  pathEntries: checkPath,
  queryEntries: {},
  answer: checkSchema,
  problems: ['not_found'],
  handle: ({ path }, tools) => checkWire(findCheck(path.id, tools)),
})

export const runCheck = jsonEndpoint({
  id: 'runCheck',
  method: 'POST',
  path: '/api/v1/checks/{id}/run',
  summary: 'Checks now, outside the schedule, and returns the stored result',
  pathEntries: checkPath,
  queryEntries: {},
  answer: resultSchema,
  problems: ['not_found', 'too_many', 'store_unavailable', 'unavailable'],
  async handle({ path }, tools) {
    const { clock, monitor } = tools.options
    const { id } = findCheck(path.id, tools)
    const release = tools.runs.tryAcquire()
    if (!release) {
      throw new HttpProblem('too_many', 'too many checks are being run on demand', {
        headers: { 'Retry-After': '1' },
      })
    }
    const check = monitor.config.checks.find((each) => each.id === id)
    const work = monitor.runNow(id).finally(release)
    const observation = await durably(clock, work, check ? longestCheckMs(check.parameters) : 0)
    if (observation) return resultWire(observation)
    throw new HttpProblem('unavailable', 'the monitor is about to stop, or the check was removed')
  },
})
