import * as v from 'valibot'
import { PROBLEM_NAMES } from '../problem/http-problem.js'
import { problemType } from '../problem/problem-response.js'

/** What every failed request but one of `/probe` is answered with (RFC 9457). */
export const problemSchema = v.strictObject({
  type: v.pipe(v.picklist(PROBLEM_NAMES.map(problemType)), v.description('Stable')),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  detail: v.pipe(v.string(), v.description('For people')),
  problems: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          in: v.picklist(['path', 'query', 'body']),
          name: v.string(),
          message: v.string(),
        }),
      ),
      v.description('Everything that is wrong with the request, at once'),
    ),
  ),
})
