// Writes what is derived from the schemas: the published JSON Schemas, and the references of alert channels, records, errors, config keys, parameters and the HTTP API. Run by `npm run build` after rolldown.
import { mkdirSync, writeFileSync } from 'node:fs'
import { toJsonSchema } from '@valibot/to-json-schema'
import { checkTcpConnectionSchema } from '../packages/check-tcp/dist/core/parameters/parameters.js'
import { resultSchema } from '../packages/check-tcp/dist/core/wire/result-schema.js'
import { explanationSchema } from '../packages/check-tcp/dist/explain/explanation-schema.js'
import { lineSchema } from '../packages/check-tcp-monitor/dist/history/export/line-schema.js'
import { channelReference } from './channel-reference.mjs'
import { errorReference } from './error-reference.mjs'
import { mcpTools } from './mcp-tools.mjs'
import { agentConfigSchema, monitorConfigSchema } from './monitor-config-schema.mjs'
import { agentsOpenApi, monitorOpenApi } from './monitor-openapi.mjs'
import { policySchema } from './policy-schema.mjs'
import { recordReference } from './record-reference.mjs'
import { configReference } from './references/config-reference.mjs'
import { httpReference } from './references/http-reference.mjs'
import { metricsReference } from './references/metrics-reference.mjs'
import { parameterReference } from './references/parameter-reference.mjs'
import { taskFileSchema } from './task-file-schema.mjs'

const FOLDER = new URL('../packages/check-tcp/schema/', import.meta.url)
const MONITOR_FOLDER = new URL('../packages/check-tcp-monitor/schema/', import.meta.url)
const DRAFT = { $schema: 'http://json-schema.org/draft-07/schema#' }

const { $schema, ...parameters } = toJsonSchema(checkTcpConnectionSchema, {
  typeMode: 'input',
  // What JSON Schema cannot say (a well-formed host), the command and the library check themselves.
  ignoreActions: ['raw_check', 'check'],
})
// A service brings its port.
parameters.required = ['host']
parameters.anyOf = ['port', 'service'].map((key) => ({
  properties: { [key]: {} },
  required: [key],
}))

const SCHEMAS = {
  parameters: { title: 'Parameters of check_tcp_connection', ...parameters },
  'task-file': taskFileSchema(parameters),
  result: { title: 'Result of check_tcp_connection', ...jsonSchemaOf(resultSchema) },
  explanation: {
    title: 'Explanation of a result of check_tcp_connection',
    ...jsonSchemaOf(explanationSchema),
  },
  policy: policySchema,
}

const MONITOR_SCHEMAS = {
  'monitor-config': monitorConfigSchema(parameters, policySchema),
  'agent-config': agentConfigSchema(),
  'history-record': {
    title: 'A line of an export of the history',
    ...jsonSchemaOf(lineSchema),
  },
}

function jsonSchemaOf(schema) {
  const { $schema, ...rest } = toJsonSchema(schema, { typeMode: 'input' })
  return rest
}

function write(folder, schemas) {
  mkdirSync(folder, { recursive: true })
  for (const [name, schema] of Object.entries(schemas)) {
    writeFileSync(
      new URL(`${name}.json`, folder),
      `${JSON.stringify({ ...DRAFT, ...schema }, null, 2)}\n`,
    )
  }
}

write(FOLDER, SCHEMAS)
writeFileSync(new URL('mcp-tools.json', FOLDER), `${JSON.stringify(mcpTools(monitorOpenApi))}\n`)
write(MONITOR_FOLDER, MONITOR_SCHEMAS)
writeFileSync(
  new URL('openapi.json', MONITOR_FOLDER),
  `${JSON.stringify(monitorOpenApi, null, 2)}\n`,
)
writeFileSync(
  new URL('agent-openapi.json', MONITOR_FOLDER),
  `${JSON.stringify(agentsOpenApi, null, 2)}\n`,
)
writeFileSync(new URL('../docs/reference/alert-channels.md', import.meta.url), channelReference())
writeFileSync(new URL('../docs/reference/records.md', import.meta.url), recordReference())
writeFileSync(new URL('../docs/reference/errors.md', import.meta.url), errorReference())
writeFileSync(
  new URL('../docs/reference/config-keys.md', import.meta.url),
  configReference(MONITOR_SCHEMAS['monitor-config']),
)
writeFileSync(
  new URL('../docs/reference/http-api.md', import.meta.url),
  httpReference(monitorOpenApi),
)
writeFileSync(
  new URL('../docs/reference/parameters.md', import.meta.url),
  parameterReference(SCHEMAS.parameters),
)
writeFileSync(new URL('../docs/reference/metrics.md', import.meta.url), await metricsReference())
