import { readFileSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import {
  AGENT_SCHEMAS,
  describeAgentsApi,
} from '../packages/check-tcp-monitor/dist/http/openapi/describe-agents-api.js'
import {
  describeApi,
  NAMED_SCHEMAS,
} from '../packages/check-tcp-monitor/dist/http/openapi/describe-api.js'

const { version } = JSON.parse(
  readFileSync(new URL('../packages/check-tcp-monitor/package.json', import.meta.url), 'utf8'),
)

/** One schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12; what has a name is referred to by it. */
export function openApiSchema(schema, mode, namedSchemas) {
  const { $schema, $defs, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: mode === 'query' ? 'output' : 'input',
    // What JSON Schema cannot say, the API checks itself.
    ignoreActions: ['check', 'raw_check', 'transform'],
    definitions: namedSchemas,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  })
  const { $ref } = rest
  const own = Object.entries(namedSchemas).find(([, named]) => named === schema)
  return own && $ref ? $defs[own[0]] : rest
}

/** The OpenAPI document of the monitor's HTTP API, from the schemas that validate its requests. */
export const monitorOpenApi = describeApi(version, (schema, mode) =>
  openApiSchema(schema, mode, NAMED_SCHEMAS),
)

/** The OpenAPI document of what a hub serves to its agents. */
export const agentsOpenApi = describeAgentsApi(version, (schema, mode) =>
  openApiSchema(schema, mode, AGENT_SCHEMAS),
)
