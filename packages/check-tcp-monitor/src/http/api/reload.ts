import * as v from 'valibot'
import { HttpProblem } from '../problem/http-problem.js'
import { count } from '../wire/words.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'

export const reloadConfig = jsonEndpoint({
  id: 'reloadConfig',
  method: 'POST',
  path: '/api/v1/reload',
  summary: 'Reloads the config; one with a mistake is refused, and the previous one stays in force',
  pathEntries: {},
  queryEntries: {},
  role: 'admin',
  answer: v.strictObject({ checks: count }),
  problems: ['config_refused', 'not_offered'],
  async handle(_request, { options: { monitor, reload } }) {
    if (!reload) throw new HttpProblem('not_offered', 'it was not started from config files')
    try {
      await reload()
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause)
      throw new HttpProblem('config_refused', detail, { cause })
    }
    const problem = monitor.figures().reloadProblem
    if (problem !== undefined) throw new HttpProblem('config_refused', problem)
    return { checks: monitor.config.checks.length }
  },
})
