import { toJsonSchema } from '@valibot/to-json-schema'
import { resultSchema } from '../packages/check-tcp/dist/core/wire/result-schema.js'
import { explanationSchema } from '../packages/check-tcp/dist/explain/explanation-schema.js'
import { allTools } from '../packages/check-tcp/dist/mcp/tools/all-tools.js'

/** All is read, and nothing changed; what is asked may be anywhere. */
const ANNOTATIONS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
}

function schemaOf(schema, typeMode) {
  const { $schema, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode,
    ignoreActions: ['check', 'raw_check'],
  })
  return rest
}

const count = { type: 'integer', minimum: 0 }

/** What MCP wants of an answer: a mapping, whatever else is said of it. */
function mapping(schema) {
  return { type: 'object', ...schema }
}

/** Answers of a monitor that is newer than check-tcp may have more in them. */
function open(schema) {
  if (Array.isArray(schema)) return schema.map(open)
  if (typeof schema !== 'object' || schema === null) return schema
  const { additionalProperties, ...rest } = schema
  const all = additionalProperties === false ? rest : schema
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, open(value)]))
}

function answerOf(openApi, path) {
  return openApi.paths[path].get.responses['200'].content['application/json'].schema
}

/** The schema with the definitions that it refers to. */
function withDefinitions(schema, openApi) {
  const text = JSON.stringify(open(schema)).replaceAll('#/components/schemas/', '#/$defs/')
  const $defs = {}
  const add = (from) => {
    for (const [, name] of from.matchAll(/#\/\$defs\/([A-Za-z]+)/g)) {
      if (name in $defs) continue
      const own = JSON.stringify(open(openApi.components.schemas[name]))
      const moved = own.replaceAll('#/components/schemas/', '#/$defs/')
      $defs[name] = JSON.parse(moved)
      add(moved)
    }
  }
  add(text)
  return { ...JSON.parse(text), ...(Object.keys($defs).length > 0 ? { $defs } : {}) }
}

function outputs(openApi) {
  const checks = answerOf(openApi, '/api/v1/checks')
  // Some fields of each are asked for, so all but the name may be missing.
  const each = { ...checks.properties.checks.items, required: ['id'] }
  return {
    check: mapping(schemaOf(resultSchema, 'input')),
    explain: mapping(schemaOf(explanationSchema, 'input')),
    wait: {
      type: 'object',
      properties: {
        reached: { type: 'boolean', description: 'Whether the port came to be as waited for' },
        until: { type: 'string', enum: ['open', 'closed'] },
        waited: { type: 'number', minimum: 0, description: 'Seconds of the wait' },
        checks: { ...count, description: 'How many checks were made' },
        why: { type: 'string', description: 'Why it was not reached, in words' },
        result: {
          description: 'The last result that says something',
          ...schemaOf(resultSchema, 'input'),
        },
      },
      required: ['reached', 'until', 'waited', 'checks', 'result'],
      additionalProperties: false,
    },
    status: mapping(
      withDefinitions(
        {
          ...checks,
          properties: {
            monitor: answerOf(openApi, '/api/v1/status'),
            ...checks.properties,
            checks: { type: 'array', items: each },
          },
          required: ['monitor', ...(checks.required ?? [])],
        },
        openApi,
      ),
    ),
    incidents: mapping(withDefinitions(incidents(openApi), openApi)),
  }
}

/** Of one incident there is more to tell than of each of many. */
function incidents(openApi) {
  const many = answerOf(openApi, '/api/v1/incidents')
  const one = answerOf(openApi, '/api/v1/incidents/{id}')
  return {
    ...many,
    properties: { ...many.properties, incidents: { type: 'array', items: one } },
  }
}

/** The tools of `check-tcp mcp`, as clients are told of them. */
export function mcpTools(openApi) {
  const output = outputs(openApi)
  const tools = allTools({ checker: undefined, monitor: {}, env: {} })
  return {
    tools: tools.map(({ name, title, description, schema }) => ({
      name,
      title,
      description,
      inputSchema: mapping(schemaOf(schema, 'input')),
      outputSchema: output[name],
      annotations: { title, ...ANNOTATIONS },
    })),
  }
}
