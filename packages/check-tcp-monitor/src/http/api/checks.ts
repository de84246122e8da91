import * as v from 'valibot'
import { longestCheckMs } from '../../core/longest-check.js'
import { VERDICTS } from '../../core/verdict.js'
import { inTurns } from '../in-turns.js'
import { HttpProblem } from '../problem/http-problem.js'
import { type CheckWire, checkSchema, checkWire } from '../wire/check-wire.js'
import { allOf, repeatableText, splitWords, wordsText } from '../wire/query-words.js'
import { resultSchema, resultWire } from '../wire/result-wire.js'
import { shortText } from '../wire/words.js'
import { durably } from './durably.js'
import { findCheck } from './find-check.js'
import { jsonEndpoint } from './json-endpoint.js'

/** The entries of a path with a check in it. */
export const checkPath = {
  id: v.pipe(shortText, v.description("The check's name, URL-encoded")),
} as const

export const listChecks = jsonEndpoint({
  id: 'listChecks',
  method: 'GET',
  path: '/api/v1/checks',
  summary: 'Every check, and what is believed of it',
  pathEntries: {},
  queryEntries: {
    tag: v.optional(v.pipe(repeatableText, v.description('Only those that have all of them'))),
    verdict: v.optional(
      v.pipe(wordsText(VERDICTS), v.description('Only those that have one of them')),
    ),
  },
  answer: v.strictObject({ checks: v.array(checkSchema) }),
  async handle({ query }, { options: { monitor } }) {
    const verdicts = splitWords(query.verdict)
    const wanted = allOf(query.tag)
    const checks: CheckWire[] = []
    await inTurns(monitor.config.checks, ({ id }) => {
      const status = monitor.statusOf(id)
      if (!status || !(verdicts?.has(status.verdict) ?? true)) return
      if (wanted.every((tag) => status.tags.includes(tag))) checks.push(checkWire(status))
    })
    return { checks }
  },
})

export const getCheck = jsonEndpoint({
  id: 'getCheck',
  method: 'GET',
  path: '/api/v1/checks/{id}',
  summary: 'One check, and what is believed of it',
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
  summary: 'Checks now, beside the schedule, and answers with the stored result',
  pathEntries: checkPath,
  queryEntries: {},
  answer: resultSchema,
  problems: ['not_found', 'too_many', 'store_unavailable', 'unavailable'],
  async handle({ path }, tools) {
    const { clock, monitor } = tools.options
    const { id } = findCheck(path.id, tools)
    const give = tools.runs.take()
    if (!give) {
      throw new HttpProblem('too_many', 'too many checks are being run out of turn', {
        headers: { 'Retry-After': '1' },
      })
    }
    const check = monitor.config.checks.find((each) => each.id === id)
    const work = monitor.runNow(id).finally(give)
    const observation = await durably(clock, work, check ? longestCheckMs(check.parameters) : 0)
    if (observation) return resultWire(observation)
    throw new HttpProblem('unavailable', 'the monitor is about to stop, or the check was removed')
  },
})
