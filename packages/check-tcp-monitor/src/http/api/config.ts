import * as v from 'valibot'
import { writeCheck } from '../../config/write-check.js'
import { momentOf } from '../../core/wire/wire-times.js'
import { count, known, moment } from '../wire/words.js'
import { checkPath } from './checks/checks.js'
import { findCheck } from './endpoint/find-check.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'

const warningSchema = v.strictObject({
  file: v.string(),
  line: v.optional(v.pipe(count, v.description('Absent where the file as a whole is meant'))),
  column: v.optional(count),
  message: v.string(),
})

const configSchema = v.strictObject({
  ok: v.pipe(v.boolean(), v.description('Whether the config as it is in the files is in force')),
  loaded_at: v.pipe(moment, v.description('When the config in force was loaded')),
  failed_at: v.optional(v.pipe(moment, v.description('When a newer one was not accepted'))),
  problem: v.optional(v.pipe(v.string(), v.description('Why not'))),
  location: v.string(),
  files: v.array(v.string()),
  checks: count,
  warnings: v.pipe(
    v.array(warningSchema),
    v.description('What the author of the config may not have meant'),
  ),
})

export type ConfigWire = v.InferInput<typeof configSchema>

export const getConfig = jsonEndpoint({
  id: 'getConfig',
  method: 'GET',
  path: '/api/v1/config',
  summary: 'Which config is in force, what was warned of, and how the last reload went',
  pathEntries: {},
  queryEntries: {},
  answer: configSchema,
  handle(_request, { options: { config, monitor, warnings } }) {
    const { configLoadedAt, reloadProblem, reloadFailedAt } = monitor.figures()
    const { files, location, checks } = config()
    return known({
      ok: reloadProblem === undefined,
      loaded_at: momentOf(configLoadedAt),
      failed_at: reloadFailedAt === undefined ? undefined : momentOf(reloadFailedAt),
      problem: reloadProblem,
      location,
      files: [...files],
      checks: checks.length,
      warnings: (warnings?.() ?? []).map(({ file, line, column, message }) => {
        return { file, line, column, message }
      }),
    })
  },
})

export const getCheckConfig = jsonEndpoint({
  id: 'getCheckConfig',
  method: 'GET',
  path: '/api/v1/checks/{id}/config',
  summary: 'Where a check stands in the config, and as YAML with all that applies to it',
  pathEntries: checkPath,
  queryEntries: {},
  answer: v.strictObject({
    file: v.string(),
    line: count,
    yaml: v.pipe(
      v.string(),
      v.description('Without what may be secret; texts from the environment are references'),
    ),
  }),
  problems: ['not_found', 'unavailable'],
  handle({ path }, tools) {
    const { id } = findCheck(path.id, tools)
    const check = tools.options.monitor.config.checks.find((each) => each.id === id)
    if (!check) throw new TypeError(`the check ${id} has a status and no config`)
    return { file: check.file, line: check.line, yaml: writeCheck(check) }
  },
})
